using ClearSettings.Domain.Storage;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>The fields of a row, as typed or as stored.</summary>
/// <param name="Stored">The row that is edited; null for a new one.</param>
public sealed record StorageForm(StorageInput Input, StorageRow? Stored)
{
    public static StorageForm From(StorageRow row) =>
        new(
            new()
            {
                Kind = row.Kind,
                Bucket = row.Bucket,
                Key = row.Key,
                Region = row.Region,
                Host = row.Host,
            },
            row
        );
}
