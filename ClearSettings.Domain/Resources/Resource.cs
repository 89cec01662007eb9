namespace ClearSettings.Domain.Resources;

/// <summary>An object of the ClearML server that access rules can name, as far as the catalog knows it.</summary>
public sealed class Resource : IWorkspaceOwned
{
    /// <summary>Characters of a name. ClearML writes a project with the names of all projects above it.</summary>
    public const int MaxNameLength = 1_000;

    private Resource() { }

    public Guid WorkspaceId { get; private set; }

    public ResourceType Type { get; private set; }

    /// <summary>The ID that the ClearML server gave it.</summary>
    public string ResourceId { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The name in capitals, for searching.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>The project that it is in. The catalog may not know that project.</summary>
    public string? ParentId { get; private set; }

    /// <summary>The <see cref="Workspaces.Workspace.CatalogVersion"/> of the last change: what nodes ask for to bring their index up to date.</summary>
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
        };

    /// <summary>Takes over what a client says of the object, and brings a deleted one back. False if nothing changed.</summary>
    public bool Set(ResourceInput input, long version, DateTime now)
    {
        if (DeletedAt is null && Name == input.Name && ParentId == input.ParentId)
            return false;
        (Name, NameKey, ParentId) = (input.Name, input.Name.ToUpperInvariant(), input.ParentId);
        (Version, UpdatedAt, DeletedAt) = (version, now, null);
        return true;
    }

    public void Delete(long version, DateTime now) => (Version, UpdatedAt, DeletedAt) = (version, now, now);
}

/// <summary>What a client says of an object.</summary>
/// <param name="Key">Type and ID.</param>
/// <param name="Name">1 to <see cref="Resource.MaxNameLength"/> characters.</param>
/// <param name="ParentId">The project that it is in, or null.</param>
public sealed record ResourceInput(ResourceKey Key, string Name, string? ParentId);
