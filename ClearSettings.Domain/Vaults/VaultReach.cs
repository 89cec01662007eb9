using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Somebody whose clients receive vaults.</summary>
public sealed record Receiver(Guid Id, string Name, string? Email, MemberRole Role, bool IsMachine);

/// <summary>Who receives vaults: the members and service accounts of the workspace.</summary>
public sealed class VaultReach(ClearSettingsDb db, GroupDirectory groups, Current current)
{
    /// <summary>Everybody, people first, by name.</summary>
    public async Task<IReadOnlyList<Receiver>> EverybodyAsync()
    {
        var people = await db.Members.Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new Receiver(u.Id, u.Name, u.Email, m.Role, false)).ToListAsync();
        var machines = await db.ServiceAccounts.Join(db.Users, s => s.UserId, u => u.Id, (s, u) => new Receiver(u.Id, u.Name, null, s.IsAdmin ? MemberRole.Admin : MemberRole.Member, true)).ToListAsync();
        return [.. people.Concat(machines).OrderBy(r => r.IsMachine).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Id)];
    }

    /// <summary>How many receive a vault when it is on.</summary>
    public async Task<(int People, int Machines)> CountAsync(Vault vault)
    {
        var members = await groups.OfAsync(current.WorkspaceId);
        bool Reaches(Receiver receiver) => vault.Scope switch
        {
            VaultScope.Organization => true,
            VaultScope.Group => members.Of(receiver.Id, receiver.Role).Any(g => g.Id == vault.GroupId),
            _ => receiver.Id == vault.UserId,
        };
        var reached = (await EverybodyAsync()).Where(Reaches).ToList();
        return (reached.Count(r => !r.IsMachine), reached.Count(r => r.IsMachine));
    }
}
