namespace ClearSettings.Domain.Resources;

/// <summary>An object of the ClearML server that access rules can name, as far as the catalog knows it.</summary>
public sealed class Resource : IWorkspaceOwned
{
    /// <summary>Characters of a name. ClearML writes a project with the names of all projects above it.</summary>
    public const int MaxNameLength = 1_000;

    /// <summary>Characters of a name that can be searched: what fits into an index of PostgreSQL.</summary>
    public const int MaxNameKeyLength = 500;

    private Resource() { }

    public Guid WorkspaceId { get; private set; }

    public ResourceType Type { get; private set; }

    /// <summary>The ID that the ClearML server gave it.</summary>
    public string ResourceId { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The name in capitals, for searching and sorting; at most <see cref="MaxNameKeyLength"/>.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>The project that it is in. The catalog may not know that project.</summary>
    public string? ParentId { get; private set; }

    /// <summary>
    /// The <see cref="ResourceCatalog.Version"/> of the last change: what nodes ask for to bring their index up to
    /// date.
    /// </summary>
    public long Version { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>Set when the object was deleted. The row stays for a while, so that every node notices.</summary>
    public DateTime? DeletedAt { get; private set; }

    public ResourceKey Key => new(Type, ResourceId);

    public static Resource Create(Guid workspaceId, ResourceKey key) =>
        new()
        {
            WorkspaceId = workspaceId,
            Type = key.Type,
            ResourceId = key.Id,
            DeletedAt = DateTime.UnixEpoch,
        };

    /// <summary>Whether the object is as the client says.</summary>
    public bool Is(ResourceInput input) => DeletedAt is null && Name == input.Name && ParentId == input.ParentId;

    /// <summary>Takes over what a client says of the object, and brings a deleted one back.</summary>
    internal void Set(ResourceInput input, long version, DateTime now)
    {
        (Name, NameKey, ParentId) = (input.Name, ToKey(input.Name), input.ParentId);
        (Version, UpdatedAt, DeletedAt) = (version, now, null);
    }

    internal void Delete(long version, DateTime now) => (Version, UpdatedAt, DeletedAt) = (version, now, now);

    /// <summary>The text in the form of <see cref="NameKey"/>.</summary>
    public static string ToKey(string text) => TextLimits.Truncate(text.ToUpperInvariant(), MaxNameKeyLength);
}

/// <summary>What a client says of an object.</summary>
/// <param name="Key">Type and ID.</param>
/// <param name="Name">1 to <see cref="Resource.MaxNameLength"/> characters.</param>
/// <param name="ParentId">The project that it is in, or null.</param>
public sealed record ResourceInput(ResourceKey Key, string Name, string? ParentId);

/// <summary>What a client says of an object, as it was sent; see <see cref="ResourceRules"/>.</summary>
public sealed record ResourceDraft
{
    public string? Type { get; init; }

    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>"project", or null where <see cref="ParentId"/> is all that is known of the parent.</summary>
    public string? ParentType { get; init; }

    public string? ParentId { get; init; }
}
