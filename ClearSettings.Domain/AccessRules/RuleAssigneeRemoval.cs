using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Takes accounts that leave, and groups that are deleted, out of the rules. A rule that no one is left in is deleted.
/// </summary>
public sealed class RuleAssigneeRemoval(ClearSettingsDb db, RuleStore store, Current current)
    : IMemberRemoval,
        IGroupRemoval
{
    /// <summary>Rules that a preview names.</summary>
    public const int MaxNamed = 5;

    public async Task<RemovalImpact> PreviewAsync(Guid workspaceId, IReadOnlyCollection<Guid> userIds) =>
        new(AccessRules: await Find(workspaceId, userIds).CountAsync())
        {
            AccessRuleNames = await NameAsync(workspaceId, userIds),
        };

    public async Task<RemovalImpact> ApplyAsync(Guid workspaceId, Guid userId)
    {
        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.Name).FirstOrDefaultAsync();
        return new(AccessRules: await RemoveAsync(workspaceId, userId, $"{name} left the workspace"));
    }

    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> groupIds) =>
        GroupRemovalImpact.None with
        {
            AccessRules = await Find(current.WorkspaceId, groupIds).CountAsync(),
            AccessRuleNames = await NameAsync(current.WorkspaceId, groupIds),
        };

    public async Task<GroupRemovalImpact> ApplyAsync(Group group) =>
        GroupRemovalImpact.None with
        {
            AccessRules = await RemoveAsync(group.WorkspaceId, group.Id, $"The group {group.Name} was deleted"),
        };

    private IQueryable<AccessRule> Find(Guid workspaceId, IReadOnlyCollection<Guid> assignees)
    {
        var ids = db
            .RuleAssignees.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(a => a.WorkspaceId == workspaceId && assignees.Contains(a.AssigneeId))
            .Select(a => a.RuleId);
        return db
            .AccessRules.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(r => r.WorkspaceId == workspaceId && ids.Contains(r.Id));
    }

    private async Task<IReadOnlyList<string>> NameAsync(Guid workspaceId, IReadOnlyCollection<Guid> assignees)
    {
        var objects = db.Resources.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var rules = await Find(workspaceId, assignees)
            .OrderBy(r => r.Type)
            .ThenBy(r => r.ResourceId != null)
            .ThenBy(r => r.ResourceId)
            .Take(MaxNamed)
            .Select(r => new
            {
                r.Type,
                r.ResourceId,
                r.Level,
                Name = objects
                    .Where(o =>
                        o.WorkspaceId == workspaceId
                        && o.Type == r.Type
                        && o.ResourceId == r.ResourceId
                        && o.DeletedAt == null
                    )
                    .Select(o => o.Name)
                    .FirstOrDefault(),
            })
            .ToListAsync();
        return [.. rules.Select(r => RuleText.DescribeRule(r.Type, r.ResourceId, r.Level, r.Name))];
    }

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
