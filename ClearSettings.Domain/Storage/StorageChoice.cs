namespace ClearSettings.Domain.Storage;

/// <summary>
/// Picks the row for a URL: the one with the longest host that fits, then the one that names the bucket, then one's own
/// before those of vaults, then the first.
/// </summary>
public static class StorageChoice
{
    /// <summary>Code of the refusal when no row fits.</summary>
    public const string NoRow = "no_row";

    /// <param name="rows">One's own, then those of vaults. Ones that break <see cref="StorageRules"/> are left
    /// out.</param>
    public static Result<StorageObject> Choose(string? url, IEnumerable<StorageRow> rows)
    {
        var parsed = StorageUrl.Parse(url);
        return parsed.Ok ? Choose(parsed.Value, rows) : Result<StorageObject>.From(parsed);
    }

    private static Result<StorageObject> Choose(StorageUrl url, IEnumerable<StorageRow> rows)
    {
        var best = rows.Select(row => StorageMatch.Find(row, url))
            .OfType<StorageMatch>()
            .Where(m => StorageRules.Check(m.Object.Row).Count == 0)
            .OrderByDescending(m => m.HostLength)
            .ThenByDescending(m => m.Object.Row.Bucket is not null)
            .ThenBy(m => m.Object.Row.Vault is not null)
            .FirstOrDefault();
        if (best is null)
            return Result<StorageObject>.Refuse(
                NoRow,
                "Url",
                $"No row fits “{TextLimits.Shorten(url.Authority, 100)}”. Add one with its bucket and host."
            );
        return best.Object.Path.Length > 0 && IsPath(best.Object.Path)
            ? best.Object
            : Result<StorageObject>.Refuse("Url", "The URL names no object: it needs a bucket and a path.");
    }

    // A browser would resolve these segments before it asks, so the signature would not fit.
    private static bool IsPath(string path) => path.Split('/').All(part => part is not ("." or ".."));
}

/// <summary>How a row fits a URL.</summary>
/// <param name="HostLength">0 where the URL names the bucket alone.</param>
internal sealed record StorageMatch(StorageObject Object, int HostLength)
{
    /// <returns>Null when it does not.</returns>
    public static StorageMatch? Find(StorageRow row, StorageUrl url)
    {
        var found = row.Kind == StorageKind.Azure ? FindAzure(row, url) : FindBucket(row, url);
        return found is { Object.Bucket: var bucket } && (row.Bucket is null || row.Bucket == bucket) ? found : null;
    }

    private static StorageMatch? FindBucket(StorageRow row, StorageUrl url)
    {
        var own = row.Kind == StorageKind.Google ? "gs" : "s3";
        return url.Scheme == "s3" || url.IsWeb
            ? GetByHost(row, url) ?? (url.IsWeb ? GetByProvider(row, url) : GetByBucket(row, url, own))
            : GetByBucket(row, url, own);
    }

    // s3://bucket/path
    private static StorageMatch? GetByBucket(StorageRow row, StorageUrl url, string scheme) =>
        url.Scheme == scheme && row.Bucket == url.Authority ? new(new(row, url.Authority, url.Path), 0) : null;

    // s3://host/bucket/path, https://host/bucket/path and https://bucket.host/path
    private static StorageMatch? GetByHost(StorageRow row, StorageUrl url)
    {
        if (row.Endpoint is not { } host)
            return null;
        if (host.Match(url.Authority) is > 0 and var length)
            return Split(row, url.Path, length);
        return url.IsWeb && host.ReadBucket(url.Authority) is { } bucket && StorageRules.IsBucket(bucket)
            ? new(new(row, bucket, url.Path), host.Authority.Length)
            : null;
    }

    private static StorageMatch? GetByProvider(StorageRow row, StorageUrl url)
    {
        if (row.Host is not null)
            return null;
        if (row.Kind == StorageKind.Google)
            return url.Authority.Equals("storage.cloud.google.com", StringComparison.OrdinalIgnoreCase)
                ? Split(row, url.Path, url.Authority.Length)
                : null;
        return AwsHost.TryRead(url.Authority, out var bucket)
            ? bucket is null
                ? Split(row, url.Path, url.Authority.Length)
                : StorageRules.IsBucket(bucket)
                    ? new(new(row, bucket, url.Path), url.Authority.Length)
                    : null
            : null;
    }

    private static StorageMatch? FindAzure(StorageRow row, StorageUrl url)
    {
        if (url.Scheme is "s3" or "gs" || row.Endpoint is not { } host)
            return null;
        if (host.Match(url.Authority) is not (> 0 and var length))
            return null;
        if (!HasAccountInPath(row, host))
            return Split(row, url.Path, length);
        var parts = url.Path.Split('/', 2);
        if (parts.Length < 2 || !StorageRules.IsBucket(parts[0]) || (row.Key is not null && row.Key != parts[0]))
            return null;
        return Split(row, parts[1], length) is { } found
            ? found with
            {
                Object = found.Object with { AccountInPath = parts[0] },
            }
            : null;
    }

    internal static bool HasAccountInPath(StorageRow row, StorageHost host) =>
        (host.IsAddress || host.Port is not null || !host.Name.Contains('.'))
        && (row.Key is null || !host.Name.StartsWith(row.Key + ".", StringComparison.OrdinalIgnoreCase));

    private static StorageMatch? Split(StorageRow row, string path, int length)
    {
        var parts = path.Split('/', 2);
        return parts.Length == 2 && StorageRules.IsBucket(parts[0]) ? new(new(row, parts[0], parts[1]), length) : null;
    }
}
