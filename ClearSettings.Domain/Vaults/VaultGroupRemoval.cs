using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Takes a deleted group from its vaults. A vault that has no other group is disabled, so that it reaches nobody until
/// one is selected.
/// </summary>
public sealed class VaultGroupRemoval(ClearSettingsDb db, Current current, TimeProvider time) : IGroupRemoval
{
    public async Task<GroupRemovalImpact> PreviewAsync(IReadOnlyCollection<Guid> groupIds)
    {
        var assigned = db.Vaults.Where(v => v.Groups.Any(g => groupIds.Contains(g.GroupId)));
        var vaults = await assigned
            .OrderBy(v => v.Name)
            .Select(v => new { v.Name, KeepsOthers = v.Groups.Any(g => !groupIds.Contains(g.GroupId)) })
            .ToListAsync();
        return GroupRemovalImpact.None with
        {
            Vaults = [.. vaults.Where(v => !v.KeepsOthers).Select(v => v.Name)],
            SharedVaults = vaults.Count(v => v.KeepsOthers),
        };
    }

    public async Task<GroupRemovalImpact> ApplyAsync(Group group)
    {
        var vaults = await db
            .Vaults.Include(v => v.Groups)
            .Where(v => v.Groups.Any(g => g.GroupId == group.Id))
            .OrderBy(v => v.Name)
            .ToListAsync();
        foreach (var vault in vaults)
            Remove(vault, group);
        // A second group of the same vault is deleted next, and reads what is left.
        await db.SaveChangesAsync();
        var disabled = vaults.Where(v => !v.GetAssignment().HasRecipients).ToList();
        return GroupRemovalImpact.None with
        {
            Vaults = disabled.ConvertAll(v => v.Name),
            SharedVaults = vaults.Count - disabled.Count,
        };
    }

    private void Remove(Vault vault, Group group)
    {
        var (me, was, assigned) = (current.Principal, vault.Enabled, vault.GetAssignment());
        vault.AssignTo(assigned with { GroupIds = [.. assigned.GroupIds.Where(id => id != group.Id)] });
        vault.MarkUpdated(me.ActorId, me.ActorName, time.GetUtcNow().UtcDateTime);
        if (vault.GetAssignment().HasRecipients)
            Record(vault, VaultAction.Edit, $"its group {group.Name} was deleted; others remain");
        else
        {
            vault.SetEnabled(false);
            if (was)
                Record(vault, VaultAction.Deactivate, $"its group {group.Name} was deleted");
        }
    }

    private void Record(Vault vault, VaultAction action, string detail)
    {
        var me = AuditActor.From(current.Principal);
        db.VaultOperations.Add(VaultOperation.Create(vault, new(action, detail), me, current, time));
    }
}
