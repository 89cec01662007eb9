namespace ClearSettings.Domain.Storage.Cleanup;

/// <summary>The storage cleanup credentials of a workspace (<see cref="CleanupEntry"/>), encrypted as one.</summary>
public sealed class WorkspaceStorage : IWorkspaceOwned
{
    private WorkspaceStorage() { }

    public Guid WorkspaceId { get; private set; }

    /// <summary>See <see cref="StorageEncryption"/>.</summary>
    public byte[] Content { get; private set; } = [];

    public DateTime UpdatedAt { get; private set; }

    public int RowVersion { get; private set; } = 1;

    internal static WorkspaceStorage Create(Guid workspaceId) => new() { WorkspaceId = workspaceId };

    internal void Replace(byte[] content, TimeProvider time) =>
        (Content, UpdatedAt) = (content, time.GetUtcNow().UtcDateTime);
}
