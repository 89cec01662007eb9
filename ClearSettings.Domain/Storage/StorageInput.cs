namespace ClearSettings.Domain.Storage;

/// <summary>A row as it is typed. Blank is nothing.</summary>
public sealed record StorageInput
{
    public StorageKind Kind { get; init; }

    public string? Bucket { get; init; }

    public string? Key { get; init; }

    /// <summary>Nothing keeps the stored one.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Nothing keeps the stored one.</summary>
    public Secret? Token { get; init; }

    /// <summary>Removes the stored token.</summary>
    public bool RemoveToken { get; init; }

    public string? Region { get; init; }

    public string? Host { get; init; }

    internal StorageRow ToRow(Guid id) =>
        new()
        {
            Id = id,
            Kind = Kind,
            Bucket = Trim(Bucket),
            Key = Trim(Key),
            Secret = Trim(Secret?.Reveal()),
            Token = Trim(Token?.Reveal()),
            Region = Trim(Region),
            Host = Trim(Host),
        };

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
