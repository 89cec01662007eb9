using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>What goes with groups.</summary>
/// <param name="Members">People and service accounts that were in one of them; they stay in the workspace.</param>
/// <param name="Vaults">Names of the vaults that reached one of them.</param>
/// <param name="Invitations">Invitations that wait and would have led into one of them.</param>
public sealed record GroupRemovalImpact(int Members, IReadOnlyList<string> Vaults, int Invitations);

/// <summary>
/// Deletes groups that someone made. Their vaults stay, disabled and without a group, so they reach no one until one is
/// chosen.
/// </summary>
public sealed class DeleteGroups(ClearSettingsDb db, Change change, AuditLog audit, Current current, TimeProvider time)
{
    /// <summary>What <see cref="RunAsync"/> would do, for the page that asks first.</summary>
    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> ids) =>
        new(
            await db.GroupMembers.Where(m => ids.Contains(m.GroupId)).Select(m => m.UserId).Distinct().CountAsync(),
            await VaultsOf(ids).OrderBy(v => v.Name).Select(v => v.Name).ToListAsync(),
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
                            $"{builtIn.Name} is built in and cannot " + "be deleted."
                        );
                    var impact = await PreviewAsync(ids);
                    foreach (var group in groups)
                        await DeleteAsync(group);
                    return (Result<GroupRemovalImpact>)impact;
                }
            );

    private async Task DeleteAsync(Group group)
    {
        var vaults = await VaultsOf([group.Id]).ToListAsync();
        foreach (var vault in vaults)
            Disable(vault, group);
        var count = await db.GroupMembers.CountAsync(m => m.GroupId == group.Id);
        db.Groups.Remove(group);
        audit.Record(AuditKind.GroupDeleted, group.Name, $"members: {count}, vaults disabled: {vaults.Count}");
    }

    private void Disable(Vault vault, Group group)
    {
        var (me, was) = (current.Principal, vault.Enabled);
        vault.SetEnabled(false);
        vault.AssignTo(vault.Scope, groupId: null);
        vault.MarkUpdated(me.ActorId, me.ActorName, time.GetUtcNow().UtcDateTime);
        if (was)
            db.VaultOperations.Add(
                VaultOperation.Create(
                    vault,
                    VaultAction.Deactivate,
                    me.ActorId,
                    me.SignedName,
                    $"its group {group.Name} was deleted",
                    current,
                    time
                )
            );
    }

    private IQueryable<Vault> VaultsOf(IReadOnlyCollection<Guid> ids) =>
        db.Vaults.Where(v => v.GroupId != null && ids.Contains(v.GroupId.Value));
}
