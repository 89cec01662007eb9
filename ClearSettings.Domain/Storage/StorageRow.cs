using System.Text.Json.Serialization;

namespace ClearSettings.Domain.Storage;

/// <summary>Where objects are, and with what their URLs are signed.</summary>
public sealed record StorageRow
{
    /// <summary>Of rows that the person keeps.</summary>
    public Guid Id { get; init; }

    public StorageKind Kind { get; init; }

    /// <summary>Or container; null for all that the host has.</summary>
    public string? Bucket { get; init; }

    /// <summary>Access key, or the name of an Azure account.</summary>
    public string? Key { get; init; }

    /// <summary>Secret key, account key or shared access signature.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Of temporary S3 credentials.</summary>
    public Secret? Token { get; init; }

    public string? Region { get; init; }

    /// <summary>As typed; null for the provider's own.</summary>
    public string? Host { get; init; }

    /// <summary>Name of the administrator vault that it comes from; null for a row of one's own.</summary>
    [JsonIgnore]
    public string? Vault { get; init; }

    /// <summary>Where objects are asked for; null for AWS, whose host depends on the bucket.</summary>
    [JsonIgnore]
    public StorageHost? Endpoint =>
        Host is not null ? StorageHost.Parse(Host)
        : Kind == StorageKind.Google ? GoogleHost
        : Kind == StorageKind.Azure && Key is not null ? StorageHost.Parse($"{Key}.blob.core.windows.net")
        : null;

    /// <summary>Whether <see cref="Secret"/> is a shared access signature, which is signed already.</summary>
    [JsonIgnore]
    public bool HasSignature => Kind == StorageKind.Azure && IsSignature(Secret);

    /// <summary>The row with the kind that its key, secret and host tell of, which vaults do not name.</summary>
    internal StorageRow WithKind() => this with { Kind = GuessKind() };

    private StorageKind GuessKind()
    {
        var name = StorageHost.Parse(Host)?.Name ?? "";
        return IsSignature(Secret) || name.Contains(".blob.", StringComparison.Ordinal) ? StorageKind.Azure
            : name == GoogleHost.Name || (Host is null && Key?.StartsWith("GOOG", StringComparison.Ordinal) == true)
                ? StorageKind.Google
            : StorageKind.S3;
    }

    internal static StorageHost GoogleHost { get; } = new("https", "storage.googleapis.com", null);

    internal static bool IsSignature(Secret? secret) =>
        secret?.Reveal().Contains("sig=", StringComparison.OrdinalIgnoreCase) == true;
}
