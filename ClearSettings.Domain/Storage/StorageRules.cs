using System.Buffers;
using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Storage;

/// <summary>What a row must be like to sign with it. Fields are those of <see cref="StorageInput"/>.</summary>
public static partial class StorageRules
{
    public const int MaxBucketLength = 255;
    public const int MaxKeyLength = 256;

    /// <summary>Of a secret key, a shared access signature or a token.</summary>
    public const int MaxSecretLength = 4096;
    public const int MaxRegionLength = 63;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=._-:@"
    );

    /// <returns>Empty when URLs can be signed with it.</returns>
    public static IReadOnlyList<Problem> Check(StorageRow row) =>
        [
            .. new Problem?[]
            {
                CheckBucket(row),
                CheckKey(row),
                CheckSecret(row),
                CheckToken(row),
                CheckRegion(row),
                CheckHost(row),
            }.OfType<Problem>(),
        ];

    // A name that ends like one of S3's directory buckets would let the library ask for a session before it signs.
    internal static bool IsBucket(string text) =>
        text is not ("." or "..") && BucketPattern().IsMatch(text) && !ReservedPattern().IsMatch(text);

    internal static bool IsRegion(string text) => text.Length <= MaxRegionLength && RegionPattern().IsMatch(text);

    private static Problem? CheckBucket(StorageRow row) =>
        row.Bucket is null && row.Host is null
            ? new("Bucket", "Enter a bucket, or a host to use it for all its buckets.")
        : row.Bucket is null || IsBucket(row.Bucket) ? null
        : new(
            "Bucket",
            "Names of buckets have letters, digits, dots, hyphens and underscores only, such as my-bucket."
        );

    private static Problem? CheckKey(StorageRow row) =>
        row.Key is null ? CheckMissingKey(row)
        : row.Key.Length is 0 or > MaxKeyLength || row.Key.AsSpan().ContainsAnyExcept(KeyCharacters)
            ? new("Key", $"A key has at most {MaxKeyLength} letters, digits and signs, and no spaces.")
        : row.Kind == StorageKind.Azure && !AccountPattern().IsMatch(row.Key)
            ? new("Key", "Names of Azure accounts have letters and digits only, such as myaccount.")
        : null;

    private static Problem? CheckMissingKey(StorageRow row) =>
        row.Kind != StorageKind.Azure ? new("Key", "Enter the access key.")
        : row.HasSignature && row.Host is not null ? null
        : new("Key", "Enter the name of the account.");

    private static Problem? CheckSecret(StorageRow row)
    {
        if (row.Secret is not { } secret)
            return new("Secret", "Enter the secret.");
        if (!IsText(secret))
            return new("Secret", $"A secret has at most {MaxSecretLength} characters, and no spaces.");
        return row.Kind != StorageKind.Azure || row.HasSignature || IsBase64(secret)
            ? null
            : new("Secret", "Enter the account key, which is Base64, or a shared access signature with sig=.");
    }

    private static Problem? CheckToken(StorageRow row) =>
        row.Token is null ? null
        : row.Kind != StorageKind.S3 ? new("Token", "Only S3 has temporary credentials with a token.")
        : IsText(row.Token) ? null
        : new("Token", $"A token has at most {MaxSecretLength} characters, and no spaces.");

    private static Problem? CheckRegion(StorageRow row) =>
        row.Region is null || IsRegion(row.Region)
            ? null
            : new("Region", "Names of regions have lower-case letters, digits and hyphens only, such as us-east-1.");

    private static Problem? CheckHost(StorageRow row) =>
        row.Host is null || StorageHost.Parse(row.Host) is not null
            ? null
            : new("Host", "Enter a host name with or without a port, such as minio.example.com:9000.");

    // What is put into a URL or signed has no spaces and no control characters.
    private static bool IsText(Secret text) =>
        text.Length is > 0 and <= MaxSecretLength && text.Reveal().All(c => c is > ' ' and <= '~');

    private static bool IsBase64(Secret text) =>
        Convert.TryFromBase64String(text.Reveal(), new byte[text.Length], out _);

    [GeneratedRegex(@"^[A-Za-z0-9._$-]{1,255}\z", RegexOptions.NonBacktracking)]
    private static partial Regex BucketPattern();

    [GeneratedRegex(@"--[a-z0-9]+-s3\z", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ReservedPattern();

    [GeneratedRegex(@"^[A-Za-z0-9]{1,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z", RegexOptions.NonBacktracking)]
    private static partial Regex RegionPattern();
}
