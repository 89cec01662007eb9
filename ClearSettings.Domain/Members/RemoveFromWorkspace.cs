using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Takes a member out of a workspace, with everything that an <see cref="IMemberRemoval"/> ends. Resources stay.
/// Whoever calls it has asked whether that person may go, and writes the audit event and the mail.
/// </summary>
public sealed class RemoveFromWorkspace(ClearSettingsDb db, MemberRemovals removals)
{
    /// <summary>What <see cref="RunAsync"/> would end, for the page that asks first.</summary>
    public Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        removals.PreviewAsync(workspaceId, userIds);

    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace. Their next API call is refused, their pages
    /// of this workspace do not exist, and an ownership that was offered to or by them is off.
    /// </summary>
    public async Task<RemovalImpact> RunAsync(Guid workspaceId, Guid userId)
    {
        await db.TouchAsync(workspaceId);
        // Before anything is counted or deleted, so that it waits for what the person is changing of their own account.
        await ClearDefaultWorkspaceAsync(workspaceId, userId);
        var impact = await removals.ApplyAsync(workspaceId, userId);
        await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId && m.UserId == userId)
            .ExecuteDeleteAsync();
        return impact;
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
}
