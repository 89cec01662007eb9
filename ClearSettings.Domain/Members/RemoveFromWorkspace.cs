using ClearSettings.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>What ends when someone goes.</summary>
/// <param name="Credentials">Their credentials of this workspace that have not expired.</param>
/// <param name="RecentlyUsed">Those of them that a client used in the last 24 hours.</param>
/// <param name="Invitations">Invitations they sent that still waited.</param>
public sealed record RemovalImpact(int Credentials, int RecentlyUsed, int Invitations)
{
    public static RemovalImpact operator +(RemovalImpact one, RemovalImpact other) =>
        new(
            one.Credentials + other.Credentials,
            one.RecentlyUsed + other.RecentlyUsed,
            one.Invitations + other.Invitations
        );
}

/// <summary>
/// Takes a member out of a workspace: membership, credentials, groups, their own vault and what hangs on them.
/// Resources stay. The caller has checked whether that person may go, and writes the audit event and the email.
/// </summary>
public sealed class RemoveFromWorkspace(ClearSettingsDb db, CredentialUsageRecorder uses, TimeProvider time)
{
    private static readonly TimeSpan RecentUsePeriod = TimeSpan.FromHours(24);

    /// <summary>
    /// What <see cref="RunAsync"/> would end, for the page that asks first. Changes nothing but last uses that wait to
    /// be written.
    /// </summary>
    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds)
    {
        await uses.FlushAsync(all: false);
        return await CountAsync(workspaceId, userIds);
    }

    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace. Their next API call is refused, their pages
    /// of this workspace do not exist, and an ownership that was offered to or by them is off.
    /// </summary>
    public async Task<RemovalImpact> RunAsync(Guid workspaceId, Guid userId)
    {
        await db.TouchAsync(workspaceId);
        // Before anything is counted or deleted, so that it waits for what the person is changing of their own account.
        await ClearDefaultWorkspaceAsync(workspaceId, userId);
        var impact = await CountAsync(workspaceId, [userId]);
        var keys = CredentialsOf(workspaceId, [userId]);
        await db.CredentialUses.Where(u => keys.Any(c => c.Id == u.CredentialId)).ExecuteDeleteAsync();
        await keys.ExecuteDeleteAsync();
        await db
            .OwnershipTransfers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(o => o.WorkspaceId == workspaceId && (o.FromUserId == userId || o.ToUserId == userId))
            .ExecuteDeleteAsync();
        await RevokeInvitationsAsync(workspaceId, userId);
        await db
            .GroupMembers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId && m.UserId == userId)
            .ExecuteDeleteAsync();
        await db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId && v.UserId == userId)
            .ExecuteDeleteAsync();
        await Members(workspaceId).Where(m => m.UserId == userId).ExecuteDeleteAsync();
        return impact;
    }

    /// <summary>
    /// Revokes the pending invitations that a person sent, since they can no longer invite
    /// (docs/security.md#invitations).
    /// </summary>
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

    private async Task<RemovalImpact> CountAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (since, alive) = (
            now - RecentUsePeriod,
            CredentialsOf(workspaceId, userIds).Where(c => c.ExpiresAt == null || c.ExpiresAt > now)
        );
        return new(
            await alive.CountAsync(),
            await alive.CountAsync(c => c.LastUsedAt > since),
            await InvitationsOf(workspaceId, userIds).CountAsync()
        );
    }

    /// <summary>
    /// Makes another of their workspaces the one that the person sees next. Locks the account in every case, so that no
    /// change of it, which locks it too, runs at the same time.
    /// </summary>
    internal async Task ClearDefaultWorkspaceAsync(Guid workspaceId, Guid userId)
    {
        var another = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == userId && m.WorkspaceId != workspaceId)
            .OrderBy(m => m.JoinedAt)
            .Select(m => (Guid?)m.WorkspaceId)
            .FirstOrDefaultAsync();
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(u =>
                u.SetProperty(
                    x => x.DefaultWorkspaceId,
                    x => x.DefaultWorkspaceId == workspaceId ? another : x.DefaultWorkspaceId
                )
            );
    }

    private IQueryable<Member> Members(Guid workspaceId) =>
        db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.WorkspaceId == workspaceId);

    private IQueryable<Credential> CredentialsOf(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.WorkspaceId == workspaceId && userIds.Contains(c.UserId));

    private IQueryable<Invitation> InvitationsOf(Guid workspaceId, IReadOnlyCollection<Guid> inviterIds) =>
        db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(i =>
                i.WorkspaceId == workspaceId && inviterIds.Contains(i.InvitedById) && i.State == InvitationState.Pending
            );
}
