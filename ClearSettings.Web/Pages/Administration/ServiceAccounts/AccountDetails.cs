using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>Something that the account did.</summary>
public sealed record AccountActivity(
    string Kind,
    string Subject,
    string ActorName,
    bool IsImpersonated,
    string? Address,
    DateTime At
)
{
    public string Description => AuditKind.Labels.GetValueOrDefault(Kind, Kind);
}

/// <summary>A user that it impersonated.</summary>
public sealed record ActedFor(string Name, int Times, DateTime LastAt);

/// <summary>What the page of a service account shows beside its settings.</summary>
/// <param name="Vault">Its own; null before the first save.</param>
/// <param name="Applied">Vaults of the workspace and of its groups that are on.</param>
public sealed record AccountDetail(
    CredentialTable Credentials,
    IReadOnlyList<AccountActivity> Recent,
    IReadOnlyList<ActedFor> People,
    Domain.Vaults.Vault? Vault,
    IReadOnlyList<ServedVault> Applied
);

/// <summary>Reads it.</summary>
public sealed class AccountDetails(ClearSettingsDb db, CredentialList credentials, VaultCache vaults, VaultStore store)
{
    private const int ShownEvents = 10;

    public async Task<AccountDetail> ReadAsync(Guid workspaceId, AccountRow account)
    {
        var table = await credentials.ReadAsync(new CredentialContext(workspaceId, account.Id, account.Name));
        var applied = (await vaults.GetAsync(workspaceId)).For(account.Id, account.Role);
        return new(
            table,
            await ReadRecentAsync(account.Id),
            await ReadPeopleAsync(account.Id),
            await store.FindPersonalAsync(account.Id),
            [.. applied.Where(v => v.Scope != VaultScope.User)]
        );
    }

    private Task<List<AccountActivity>> ReadRecentAsync(Guid account) =>
        db
            .AuditEvents.Where(e => e.ActorId == account)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(ShownEvents)
            .Select(e => new AccountActivity(e.Kind, e.Subject, e.ActorName, e.ForUserId != null, e.Address, e.At))
            .ToListAsync();

    private Task<List<ActedFor>> ReadPeopleAsync(Guid account) =>
        db
            .ImpersonationUses.Where(u => u.ActorId == account)
            .OrderByDescending(u => u.LastAt)
            .Take(ShownEvents)
            .Join(db.Users, u => u.UserId, u => u.Id, (use, u) => new ActedFor(u.Name, use.Logins, use.LastAt))
            .ToListAsync();
}
