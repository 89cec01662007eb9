using System.Text.Json;

namespace ClearSettings.Domain.Storage.Cleanup;

/// <summary>What an entry must be like. Fields are properties of <see cref="CleanupEntry"/>.</summary>
public static class CleanupRules
{
    /// <summary>Of a Google key as JSON, in characters.</summary>
    public const int MaxJsonLength = 16 * 1024;

    private const int MaxTextLength = 1024;

    public static IReadOnlyList<Problem> Check(CleanupEntry entry) =>
        [
            .. new Problem?[]
            {
                CheckBucket(entry),
                CheckText("Subdir", entry.Subdir),
                CheckText("Acl", entry.Acl),
                CheckText("Key", entry.Key),
                CheckSecrets(entry),
                entry.Region is null || StorageRules.IsRegion(entry.Region)
                    ? null
                    : new("Region", "Names of regions have lower-case letters, digits and hyphens only."),
                entry.Host is null || StorageHost.Parse(entry.Host) is not null
                    ? null
                    : new("Host", "Enter a host name with or without a port, such as minio.example.com:9000."),
            }.OfType<Problem>(),
        ];

    private static Problem? CheckBucket(CleanupEntry entry) =>
        entry.Bucket is { } bucket
            ? StorageRules.IsBucket(bucket)
                ? null
                : new("Bucket", "This is no name of a bucket.")
            : entry.IsDefault || entry.Kind == StorageKind.Azure
                ? null
                : new("Bucket", "Enter a bucket.");

    private static Problem? CheckSecrets(CleanupEntry entry) =>
        entry.Kind switch
        {
            StorageKind.Google => entry.Secret is null || !IsJson(entry.Secret)
                ? new("Secret", "Paste the JSON file of a Google service account key.")
                : null,
            StorageKind.Azure when entry.Key is null => new("Key", "Enter the name of the account."),
            StorageKind.Azure when entry.Secret is null => new("Secret", "Enter the account key."),
            StorageKind.S3 when entry.UseCredentialsChain != true && entry.Key is null => new(
                "Key",
                "Enter the access key, or use the credentials chain."
            ),
            StorageKind.S3 when entry.UseCredentialsChain != true && entry.Secret is null => new(
                "Secret",
                "Enter the secret key."
            ),
            _ => CheckText("Secret", entry.Secret?.Reveal(), StorageRules.MaxSecretLength)
                ?? CheckText("Token", entry.Token?.Reveal(), StorageRules.MaxSecretLength),
        };

    private static Problem? CheckText(string field, string? text, int most = MaxTextLength) =>
        text is null || (text.Length <= most && !text.Any(char.IsControl))
            ? null
            : new(field, $"At most {most:N0} characters, and no line breaks.");

    private static bool IsJson(Secret text)
    {
        if (text.Length > MaxJsonLength)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text.Reveal(), new() { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
