using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>Groups that wait for someone who is invited.</summary>
public sealed class InvitedGroups(ClearSettingsDb db, TimeProvider time)
{
    /// <summary>
    /// Those that still exist take the person in. Call it inside a <see cref="Change"/> that locks the workspace;
    /// whoever accepts is in no workspace yet.
    /// </summary>
    /// <returns>Their names.</returns>
    internal async Task<IReadOnlyList<string>> JoinAsync(Guid invitationId, Guid workspaceId, Guid userId)
    {
        var invited = db
            .InvitationGroups.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(i => i.InvitationId == invitationId && i.WorkspaceId == workspaceId);
        var members = db.GroupMembers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == userId);
        var groups = await db
            .Groups.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(g =>
                g.WorkspaceId == workspaceId
                && invited.Any(i => i.GroupId == g.Id)
                && !members.Any(m => m.GroupId == g.Id)
            )
            .OrderBy(g => g.NameKey)
            .ToListAsync();
        foreach (var group in groups)
        {
            db.GroupMembers.Add(GroupMember.Create(group, userId, time));
            group.Touch();
        }
        return [.. groups.Select(g => g.Name)];
    }

    /// <summary>Chooses them again for invitations that are being made.</summary>
    internal async Task ChooseAsync(IReadOnlyCollection<Guid> invitationIds, IReadOnlyCollection<Group> groups)
    {
        await db.InvitationGroups.Where(i => invitationIds.Contains(i.InvitationId)).ExecuteDeleteAsync();
        db.InvitationGroups.AddRange(invitationIds.SelectMany(id => groups.Select(g => InvitationGroup.Create(id, g))));
    }
}
