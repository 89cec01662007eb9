using System.Security.Cryptography;
using System.Text;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// The secret key of API credentials: "clrs_", 43 random letters and digits (256 bits), and 6 that are a checksum, so
/// that secret scanners find a leaked one without guessing. No character needs quoting in HOCON, a shell or a URL.
/// </summary>
public readonly record struct SecretKey(Secret Text)
{
    public const string Prefix = "clrs_";

    /// <summary>Finds secrets in text; published in docs/api.md#find-leaked-secrets.</summary>
    public const string Pattern = "clrs_[0-9A-Za-z]{49}";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 43;
    private const int ChecksumLength = 6;

    public static SecretKey New()
    {
        var body = Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return new(body + Checksum(body));
    }

    /// <summary>
    /// Whether the text is a secret of this server's making, by prefix, length and checksum; it need not be in use.
    /// </summary>
    public static bool IsWellFormed(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length == Prefix.Length + RandomLength + ChecksumLength
        && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal);

    /// <summary>SHA-256 of the UTF-8 text: right for random keys, which no one can guess their way to.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Text.Reveal()));

    /// <summary>Compares in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    // The first 32 bits of SHA-256 in base 62.
    private static string Checksum(string body)
    {
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(body))
        );
        var digits = new char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--, number /= 62)
            digits[i] = Alphabet[(int)(number % 62)];
        return new(digits);
    }
}

/// <summary>The access key of API credentials.</summary>
public static class AccessKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int Length = 30;

    /// <summary>30 random characters, the same form as ClearML's own server issues.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>
    /// Whether the text could be one. What could not is never looked up: PostgreSQL refuses some characters, such as
    /// NUL.
    /// </summary>
    public static bool IsWellFormed(string text) => text.Length == Length && text.All(Alphabet.Contains);
}
