namespace ClearSettings.Domain.Audit;

/// <summary>One link of the chain over a workspace's audit log. Rows are only ever added.</summary>
public sealed class AuditChainLink : IWorkspaceOwned
{
    private AuditChainLink() { }

    public Guid WorkspaceId { get; private set; }

    /// <summary>1, 2, 3 … within the workspace.</summary>
    public long Number { get; private set; }

    public Guid EventId { get; private set; }

    /// <summary>
    /// HMAC-SHA-256 over the hash before and every value of the event (32 bytes); see <see cref="AuditChain"/>.
    /// </summary>
    public byte[] Hash { get; private set; } = [];

    public DateTime SealedAt { get; private set; }

    internal static AuditChainLink Create(AuditEvent sealedEvent, long number, byte[] hash, DateTime now) =>
        new()
        {
            WorkspaceId = sealedEvent.WorkspaceId,
            Number = number,
            EventId = sealedEvent.Id,
            Hash = hash,
            SealedAt = now,
        };
}
