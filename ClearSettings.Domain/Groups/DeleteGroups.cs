using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>
/// Deletes custom groups. Their vaults stay: one that is also for other groups goes on for these, and one that is not
/// is disabled until a group is selected.
/// </summary>
public sealed class DeleteGroups(ClearSettingsDb db, Change change, IEnumerable<IGroupRemoval> removals)
{
    /// <summary>What <see cref="RunAsync"/> would do, for the page that asks first.</summary>
    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> ids)
    {
        var impact = await CountAsync(ids);
        foreach (var removal in removals)
            impact += await removal.PreviewAsync(ids);
        return impact;
    }

    /// <summary>All of them, or none when one does not exist or is built in.</summary>
    public Task<Result<GroupRemovalImpact>> RunAsync(IReadOnlyCollection<Guid> ids) =>
        IdList.Check(ids.Count) is { } tooMany
            ? Task.FromResult(Result<GroupRemovalImpact>.From(tooMany))
            : change.RunAsync(
                Permission.ManageGroups,
                async () =>
                {
                    var groups = await db.Groups.Where(g => ids.Contains(g.Id)).ToListAsync();
                    if (groups.Count == 0 || groups.Count != ids.Distinct().Count())
                        return Result<GroupRemovalImpact>.NotFound("This group no longer exists.");
                    if (groups.Find(g => g.BuiltIn is not null) is { } builtIn)
                        return Result<GroupRemovalImpact>.Refuse(
                            "",
                            $"{builtIn.Name} is built in and cannot be deleted."
                        );
                    var impact = await PreviewAsync(ids);
                    foreach (var group in groups)
                        await DeleteAsync(group);
                    return (Result<GroupRemovalImpact>)impact;
                }
            );

    private async Task DeleteAsync(Group group)
    {
        var impact = GroupRemovalImpact.None;
        foreach (var removal in removals)
            impact += await removal.ApplyAsync(group);
        var count = await db.GroupMembers.CountAsync(m => m.GroupId == group.Id);
        db.Groups.Remove(group);
        change.Audit.Record(
            AuditKind.GroupDeleted,
            group.Name,
            $"members: {count}, vaults disabled: {impact.Vaults.Count}"
        );
    }

    private async Task<GroupRemovalImpact> CountAsync(IReadOnlyCollection<Guid> ids) =>
        new(
            await db.GroupMembers.Where(m => ids.Contains(m.GroupId)).Select(m => m.UserId).Distinct().CountAsync(),
            [],
            await db
                .InvitationGroups.Where(i => ids.Contains(i.GroupId))
                .Join(
                    db.Invitations.Where(i => i.State == InvitationState.Pending),
                    g => g.InvitationId,
                    i => i.Id,
                    (_, i) => i.Id
                )
                .Distinct()
                .CountAsync()
        );
}
