namespace ClearSettings.Domain.Members;

/// <summary>
/// The owner's offer to hand a workspace to another member; it changes nothing until that person accepts. At most one
/// per workspace.
/// </summary>
public sealed class OwnershipTransfer : IWorkspaceOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private OwnershipTransfer() { }

    public Guid WorkspaceId { get; private set; }

    public Guid FromUserId { get; private set; }

    public Guid ToUserId { get; private set; }

    public DateTime OfferedAt { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    internal static OwnershipTransfer Create(Guid workspaceId, Guid from, Guid to, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new()
        {
            WorkspaceId = workspaceId,
            FromUserId = from,
            ToUserId = to,
            OfferedAt = now,
            ExpiresAt = now + Lifetime,
        };
    }
}
