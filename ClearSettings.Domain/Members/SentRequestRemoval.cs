using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Ends the invitations that an account sent, since it can no longer invite (docs/security.md#invitations), and
/// transfers of ownership from and to it.
/// </summary>
public sealed class SentRequestRemoval(ClearSettingsDb db, TimeProvider time) : IMemberRemoval
{
    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        new(Invitations: await InvitationsOf(workspaceId, userIds).CountAsync());

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        await db
            .OwnershipTransfers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(o => o.WorkspaceId == workspaceId && (o.FromUserId == userId || o.ToUserId == userId))
            .ExecuteDeleteAsync();
        return new(Invitations: await RevokeInvitationsAsync(workspaceId, userId));
    }

    /// <summary>Also for somebody who stays without the right to invite.</summary>
    /// <returns>How many.</returns>
    internal Task<int> RevokeInvitationsAsync(Guid workspaceId, Guid inviterId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return InvitationsOf(workspaceId, [inviterId])
            .ExecuteUpdateAsync(i =>
                i.SetProperty(x => x.State, InvitationState.Revoked)
                    .SetProperty(x => x.EndedAt, now)
                    .SetProperty(x => x.RowVersion, x => x.RowVersion + 1)
            );
    }

    private IQueryable<Invitation> InvitationsOf(Guid workspaceId, IReadOnlyCollection<Guid> inviterIds) =>
        db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(i =>
                i.WorkspaceId == workspaceId && inviterIds.Contains(i.InvitedById) && i.State == InvitationState.Pending
            );
}
