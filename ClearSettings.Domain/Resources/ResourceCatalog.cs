namespace ClearSettings.Domain.Resources;

/// <summary>
/// The sequence of the changes of one workspace's resources. It is apart from the version of the workspace, so that
/// filling the catalog neither empties caches nor waits for changes of settings. The row is the lock of the catalog.
/// </summary>
public sealed class ResourceCatalog : IWorkspaceOwned
{
    private ResourceCatalog() { }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    /// <summary>
    /// Rows of objects that were deleted in this version, or before, are gone. Whoever last read an older version has
    /// to
    /// read everything again.
    /// </summary>
    public long PurgedVersion { get; private set; }

    internal static ResourceCatalog Create(Guid workspaceId) => new() { WorkspaceId = workspaceId, Version = 1 };
}
