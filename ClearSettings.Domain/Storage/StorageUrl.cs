namespace ClearSettings.Domain.Storage;

/// <summary>What a person pastes: s3://…, gs://…, azure://…, or the https URL of an object.</summary>
/// <param name="Scheme">Lower case.</param>
/// <param name="Authority">A bucket, or a host with or without a port.</param>
/// <param name="Path">Without the first slash; of http and https, decoded and without query.</param>
public sealed record StorageUrl(string Scheme, string Authority, string Path)
{
    public const int MaxLength = 4096;

    private static readonly string[] Schemes = ["s3", "gs", "azure", "https", "http"];

    public bool IsWeb => Scheme is "http" or "https";

    public static Result<StorageUrl> Parse(string? text)
    {
        var url = text?.Trim() ?? "";
        if (url.Length == 0)
            return Refuse("Enter the URL of an object.");
        if (url.Length > MaxLength)
            return Refuse($"A URL has at most {MaxLength:N0} characters.");
        if (url.Any(char.IsControl))
            return Refuse("A URL has no line breaks and no other control characters.");
        var parts = url.Split("://", 2);
        var scheme = parts[0].ToLowerInvariant();
        if (parts.Length < 2 || !Schemes.Contains(scheme))
            return Refuse("A URL begins with s3://, gs://, azure:// or https://.");
        return Read(scheme, parts[1]);
    }

    private static Result<StorageUrl> Read(string scheme, string rest)
    {
        if (scheme is "http" or "https")
            rest = rest.Split('?', '#')[0];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || slash == rest.Length - 1)
            return Refuse("The URL names no object: it needs a bucket and a path.");
        var (authority, path) = (rest[..slash], rest[(slash + 1)..]);
        if (authority.AsSpan().ContainsAny("@\\?#% "))
            return Refuse("The URL has no valid host.");
        return new StorageUrl(scheme, authority, scheme is "http" or "https" ? Uri.UnescapeDataString(path) : path);
    }

    private static Result<StorageUrl> Refuse(string message) => Result<StorageUrl>.Refuse("Url", message);
}
