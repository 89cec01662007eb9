using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ClearSettings.Domain.Secrets;

/// <summary>
/// The secret part of a link that a person gets by mail: 256 random bits as 43 base64url characters. Only its SHA-256
/// is stored.
/// </summary>
public static class LinkToken
{
    public const int Length = 43;

    public static string New() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>Of anything, so that a malformed token costs what an unknown one costs.</summary>
    public static byte[] Hash(string? token) => SHA256.HashData(Encoding.UTF8.GetBytes(token ?? ""));
}
