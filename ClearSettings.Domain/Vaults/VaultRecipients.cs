using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Someone whose clients receive vaults.</summary>
public sealed record Recipient(Guid Id, string Name, string? Email, MemberRole Role, bool IsMachine);

/// <summary>Who receives vaults: the members and service accounts of the workspace.</summary>
public sealed class VaultRecipients(ClearSettingsDb db, WorkspaceAccounts colleagues)
{
    public async Task<Recipient?> FindAsync(Guid id) =>
        await colleagues.All.SingleOrDefaultAsync(c => c.Id == id) is { } found ? Read(found) : null;

    /// <summary>People first, by name.</summary>
    /// <param name="text">Part of a name or address; blank finds all.</param>
    public async Task<List<Recipient>> SearchAsync(string? text, int take)
    {
        var found = colleagues
            .Find(text)
            .OrderBy(c => c.IsServiceAccount)
            .ThenBy(c => c.Name.ToLower())
            .ThenBy(c => c.Id);
        return (await found.Take(take).ToListAsync()).ConvertAll(Read);
    }

    public Task<int> CountAsync() => colleagues.All.CountAsync();

    /// <summary>How many receive a vault when it is on.</summary>
    public async Task<(int People, int Machines)> CountAsync(Vault vault)
    {
        var reached = vault.Scope switch
        {
            VaultScope.Organization => colleagues.All,
            VaultScope.Group => InGroups(vault.Id),
            _ => colleagues.All.Where(c => c.Id == vault.UserId),
        };
        return (await reached.CountAsync(c => !c.IsServiceAccount), await reached.CountAsync(c => c.IsServiceAccount));
    }

    private IQueryable<WorkspaceAccount> InGroups(Guid vaultId)
    {
        var groups = db.Groups.Where(g => db.VaultGroups.Any(v => v.VaultId == vaultId && v.GroupId == g.Id));
        return colleagues.All.Where(c =>
            groups.Any(g =>
                g.BuiltIn == BuiltInGroup.Users
                || (g.BuiltIn == BuiltInGroup.Admins && c.IsAdmin)
                || db.GroupMembers.Any(m => m.GroupId == g.Id && m.UserId == c.Id)
            )
        );
    }

    private static Recipient Read(WorkspaceAccount c) =>
        new(
            c.Id,
            c.Name,
            c.Email,
            c.IsOwner ? MemberRole.Owner
                : c.IsAdmin ? MemberRole.Admin
                : MemberRole.Member,
            c.IsServiceAccount
        );
}
