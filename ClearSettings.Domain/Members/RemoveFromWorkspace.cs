using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Takes a member out of a workspace, with everything that an <see cref="IMemberRemoval"/> ends. Resources stay. Whoever calls it has asked whether
/// that person may go, and writes the audit event and the mail.
/// </summary>
public sealed class RemoveFromWorkspace(ClearSettingsDb db, MemberRemovals removals)
{
    /// <summary>What <see cref="RunAsync"/> would end, for the page that asks first.</summary>
    public Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        removals.PreviewAsync(workspaceId, userIds);

    /// <summary>
    /// Call it inside <see cref="ClearSettingsDb.WriteAsync"/>, after <see cref="WorkspaceLock"/>. Their next API call is refused, their pages
    /// of this workspace do not exist, and an ownership that was offered to or by them is off.
    /// </summary>
    public async Task<RemovalImpact> RunAsync(Guid workspaceId, Guid userId)
    {
        var impact = await removals.ApplyAsync(workspaceId, userId);
        await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId && m.UserId == userId)
            .ExecuteDeleteAsync();
        await ChangeDefaultWorkspaceAsync(workspaceId, userId);
        await db.TouchAsync(workspaceId);
        return impact;
    }

    // Whoever opens the pages next sees a workspace that is still theirs.
    private async Task ChangeDefaultWorkspaceAsync(Guid workspaceId, Guid userId)
    {
        var another = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == userId && m.WorkspaceId != workspaceId)
            .OrderBy(m => m.JoinedAt)
            .Select(m => (Guid?)m.WorkspaceId)
            .FirstOrDefaultAsync();
        await db
            .Users.Where(u => u.Id == userId && u.DefaultWorkspaceId == workspaceId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.DefaultWorkspaceId, another));
    }
}
