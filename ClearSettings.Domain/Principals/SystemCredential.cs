using System.Security.Cryptography;
using System.Text;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// API credentials of a program that works for the whole server, such as ClearML's file server. They come from the
/// configuration, belong to no workspace, and open the few actions that accept them; see
/// docs/api.md#system-credentials.
/// </summary>
/// <param name="Name">From the configuration, in lower case.</param>
/// <param name="Role">"system" or "root" in the protocol; both may do the same here.</param>
/// <param name="SecretHash">SHA-256 of the secret key, 32 bytes.</param>
public sealed record SystemCredential(string Name, string Role, string AccessKey, byte[] SecretHash)
{
    /// <summary>For records that name their actor by an id. It follows from the name, and no account has it.</summary>
    public Guid Id { get; } =
        new(SHA256.HashData(Encoding.UTF8.GetBytes("ClearSettings.SystemCredentials:" + Name)).AsSpan(0, 16));

    /// <summary>Its user id in the protocol, in the form of ClearML's own server.</summary>
    public string UserId => $"__{Name}__";

    /// <summary>In the audit log and for people.</summary>
    public string DisplayName => $"System credentials “{Name}”";

    /// <summary>
    /// Binds a token to these credentials, so that it ends with them and with their keys. Without the signing key it
    /// says nothing about the secret.
    /// </summary>
    /// <returns>32 hex digits.</returns>
    internal string Fingerprint(byte[] signingKey)
    {
        byte[] bound = [.. Encoding.UTF8.GetBytes($"system:{Name}:{AccessKey}:"), .. SecretHash];
        return Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, bound).AsSpan(0, 16));
    }

    // The compiler's own would write the hash.
    public override string ToString() => DisplayName;
}
