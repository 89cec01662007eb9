using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>The words of the pages.</summary>
public static class StorageText
{
    /// <summary>Shown for every secret, however long it is.</summary>
    public const string Masked = "••••••••";

    public static string Label(this StorageKind kind) =>
        kind switch
        {
            StorageKind.Google => "Google Cloud Storage",
            StorageKind.Azure => "Azure Blob Storage",
            _ => "S3",
        };

    public static string DisplayName(StorageRow row) =>
        row.Bucket ?? (row.Host is { } host ? $"All of {host}" : "No bucket");

    public static string DisplayName(CleanupEntry entry) =>
        entry.Bucket ?? (entry.IsDefault ? "All other buckets" : $"All of {entry.Key}");
}
