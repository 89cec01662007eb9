using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Workspace.VaultActivity;

/// <summary>What the address or call asks for of the activity log; empty lists mean all.</summary>
public sealed record VaultLogFilter
{
    public IReadOnlyList<Guid> Vaults { get; init; } = [];

    public IReadOnlyList<Guid> Users { get; init; } = [];

    public IReadOnlyList<VaultAction> Actions { get; init; } = [];

    public DateTime? From { get; init; }

    public DateTime? To { get; init; }

    /// <summary>Vaults of groups and of the workspace.</summary>
    public bool Shared { get; init; } = true;

    /// <summary>Vaults of service accounts.</summary>
    public bool Machines { get; init; }

    /// <summary>Vaults of people.</summary>
    public bool Personal { get; init; }
}

/// <summary>Reads the activity log for page and API.</summary>
public sealed class VaultLog(ClearSettingsDb db)
{
    public IQueryable<VaultOperation> Find(VaultLogFilter filter)
    {
        var rows = db.VaultOperations.Where(o => o.Scope == VaultScope.User ? (filter.Machines && db.ServiceAccounts.Any(s => s.UserId == o.OwnerId)) || (filter.Personal && !db.ServiceAccounts.Any(s => s.UserId == o.OwnerId)) : filter.Shared);
        if (filter.Vaults.Count > 0) rows = rows.Where(o => filter.Vaults.Contains(o.VaultId));
        if (filter.Users.Count > 0) rows = rows.Where(o => filter.Users.Contains(o.ActorId));
        if (filter.Actions.Count > 0) rows = rows.Where(o => filter.Actions.Contains(o.Action));
        if (filter.From is { } from) rows = rows.Where(o => o.At >= from);
        if (filter.To is { } to) rows = rows.Where(o => o.At < to);
        return rows;
    }
}
