using ClearSettings.Domain.Storage;
using ClearSettings.Domain.Storage.Cleanup;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>Storage cleanup credentials as clients read them, with their secrets.</summary>
internal static class CleanupJson
{
    public static object Write(CleanupEntries entries)
    {
        var kinds = entries.All.ToLookup(e => e.Kind);
        return new
        {
            last_update = entries.UpdatedAt,
            aws = kinds.Contains(StorageKind.S3) ? WriteAws([.. kinds[StorageKind.S3]]) : null,
            google = kinds.Contains(StorageKind.Google) ? WriteGoogle([.. kinds[StorageKind.Google]]) : null,
            azure = kinds.Contains(StorageKind.Azure) ? WriteAzure(kinds[StorageKind.Azure]) : null,
        };
    }

    private static object WriteAws(List<CleanupEntry> entries)
    {
        var common = entries.Find(e => e.IsDefault);
        return new
        {
            key = common?.Key,
            secret = common?.Secret?.Reveal(),
            region = common?.Region,
            token = common?.Token?.Reveal(),
            use_credentials_chain = common?.UseCredentialsChain ?? false,
            buckets = entries.Where(e => !e.IsDefault).Select(WriteAwsBucket),
        };
    }

    private static object WriteAwsBucket(CleanupEntry entry) =>
        new
        {
            bucket = entry.Bucket,
            subdir = entry.Subdir,
            host = entry.Host,
            key = entry.Key,
            secret = entry.Secret?.Reveal(),
            token = entry.Token?.Reveal(),
            multipart = entry.Multipart ?? true,
            acl = entry.Acl,
            secure = entry.Secure ?? true,
            region = entry.Region,
            verify = entry.Verify ?? true,
            use_credentials_chain = entry.UseCredentialsChain ?? false,
        };

    private static object WriteGoogle(List<CleanupEntry> entries)
    {
        var common = entries.Find(e => e.IsDefault);
        return new
        {
            project = common?.Key,
            credentials_json = common?.Secret?.Reveal(),
            buckets = entries
                .Where(e => !e.IsDefault)
                .Select(e => new
                {
                    bucket = e.Bucket,
                    subdir = e.Subdir,
                    project = e.Key,
                    credentials_json = e.Secret?.Reveal(),
                }),
        };
    }

    private static object WriteAzure(IEnumerable<CleanupEntry> entries) =>
        new
        {
            containers = entries.Select(e => new
            {
                account_name = e.Key,
                account_key = e.Secret?.Reveal(),
                container_name = e.Bucket,
            }),
        };
}
