using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Disables the vaults of a group that is deleted and leaves them without one, so that they reach nobody until one is
/// chosen.
/// </summary>
public sealed class VaultGroupRemoval(ClearSettingsDb db, Current current, TimeProvider time) : IGroupRemoval
{
    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> groupIds) =>
        GroupRemovalImpact.None with
        {
            Vaults = await VaultsOf(groupIds).OrderBy(v => v.Name).Select(v => v.Name).ToListAsync(),
        };

    public async Task<GroupRemovalImpact> ApplyAsync(Group group)
    {
        var vaults = await VaultsOf([group.Id]).OrderBy(v => v.Name).ToListAsync();
        foreach (var vault in vaults)
            Disable(vault, group);
        return GroupRemovalImpact.None with { Vaults = vaults.ConvertAll(v => v.Name) };
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
