using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Takes accounts that leave, and groups that are deleted, out of the rules. A rule that no one is left in is deleted.
/// </summary>
public sealed class RuleAssigneeRemoval(ClearSettingsDb db, RuleStore store) : IMemberRemoval, IGroupRemoval
{
    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        new(AccessRules: await CountAsync(workspaceId, userIds));

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.Name).FirstOrDefaultAsync();
        return new(AccessRules: await RemoveAsync(workspaceId, userId, $"{name} left the workspace"));
    }

    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> groupIds) =>
        GroupRemovalImpact.None with
        {
            AccessRules = await db
                .RuleAssignees.Where(a => groupIds.Contains(a.AssigneeId))
                .Select(a => a.RuleId)
                .Distinct()
                .CountAsync(),
        };

    public async Task<GroupRemovalImpact> ApplyAsync(Group group) =>
        GroupRemovalImpact.None with
        {
            AccessRules = await RemoveAsync(group.WorkspaceId, group.Id, $"The group {group.Name} was deleted"),
        };

    private Task<int> CountAsync(Guid workspaceId, IReadOnlyCollection<Guid> assignees) =>
        db
            .RuleAssignees.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(a => a.WorkspaceId == workspaceId && assignees.Contains(a.AssigneeId))
            .Select(a => a.RuleId)
            .Distinct()
            .CountAsync();

    private async Task<int> RemoveAsync(Guid workspaceId, Guid assignee, string summary)
    {
        var gone = new HashSet<Guid> { assignee };
        var edits = (await store.LoadOfAsync(workspaceId, assignee))
            .Select(s => (s.Key, Stored: s.Value, After: s.Value.State.Without(gone)))
            .Select(s => new RuleEdit(s.Key, s.Stored, s.After.AssigneeCount == 0 ? null : s.After))
            .ToList();
        await store.SaveAsync(workspaceId, edits, new(summary, IsOnlyRules: false));
        return edits.Count;
    }
}
