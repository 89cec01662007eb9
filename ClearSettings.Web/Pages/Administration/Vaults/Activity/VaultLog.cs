using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults.Activity;

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

/// <summary>A user or vault that a filter of the log can be set to.</summary>
public sealed record VaultLogChoice(Guid Id, string Name);

/// <summary>Reads the activity log for page and API.</summary>
public sealed class VaultLog(ClearSettingsDb db)
{
    /// <summary>Of each kind; those that were active last.</summary>
    public const int MaxChoices = 500;

    // Users and vaults that were renamed take several rows.
    private const int MaxRows = 2 * MaxChoices;

    /// <summary>Who did something in these rows, by name; those who were renamed go by the latest name.</summary>
    public Task<IReadOnlyList<VaultLogChoice>> ActorsAsync(IQueryable<VaultOperation> rows) =>
        ChoicesAsync(
            rows.Select(o => new LoggedName
            {
                Id = o.ActorId,
                Name = o.ActorName,
                At = o.At,
            })
        );

    /// <summary>The vaults of these rows, also deleted ones, in the same way.</summary>
    public Task<IReadOnlyList<VaultLogChoice>> VaultsAsync(IQueryable<VaultOperation> rows) =>
        ChoicesAsync(
            rows.Select(o => new LoggedName
            {
                Id = o.VaultId,
                Name = o.VaultName,
                At = o.At,
            })
        );

    public IQueryable<VaultOperation> Find(VaultLogFilter filter)
    {
        var rows = db.VaultOperations.Where(o =>
            o.Scope == VaultScope.User
                ? (filter.Machines && db.ServiceAccounts.Any(s => s.UserId == o.OwnerId))
                    || (filter.Personal && !db.ServiceAccounts.Any(s => s.UserId == o.OwnerId))
                : filter.Shared
        );
        if (filter.Vaults.Count > 0)
            rows = rows.Where(o => filter.Vaults.Contains(o.VaultId));
        if (filter.Users.Count > 0)
            rows = rows.Where(o => filter.Users.Contains(o.ActorId));
        if (filter.Actions.Count > 0)
            rows = rows.Where(o => filter.Actions.Contains(o.Action));
        if (filter.From is { } from)
            rows = rows.Where(o => o.At >= from);
        if (filter.To is { } to)
            rows = rows.Where(o => o.At < to);
        return rows;
    }

    private static async Task<IReadOnlyList<VaultLogChoice>> ChoicesAsync(IQueryable<LoggedName> names)
    {
        var latestFirst = await names
            .GroupBy(n => new { n.Id, n.Name })
            .Select(g => new
            {
                g.Key.Id,
                g.Key.Name,
                At = g.Max(n => n.At),
            })
            .OrderByDescending(n => n.At)
            .Take(MaxRows)
            .Select(n => new VaultLogChoice(n.Id, n.Name))
            .ToListAsync();
        return
        [
            .. latestFirst
                .DistinctBy(c => c.Id)
                .Take(MaxChoices)
                .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>
    /// The vaults that something was done to last, each by its latest name. The chosen one is always among them.
    /// </summary>
    /// <param name="search">Part of a name that a vault has or had; blank finds all.</param>
    /// <param name="chosen">Id of the one that the page is filtered by, or any other text.</param>
    public static async Task<FilterChoices> VaultChoicesAsync(
        IQueryable<VaultOperation> all,
        string? search,
        string? chosen
    )
    {
        var latest = WithName(all, search)
            .GroupBy(o => o.VaultId)
            .Select(g => new { g.Key, At = g.Max(o => o.At) })
            .OrderByDescending(v => v.At);
        var ids = await latest.Take(FilterChoices.MaxItems + 1).Select(v => v.Key).ToListAsync();
        var hasMore = ids.Count > FilterChoices.MaxItems;
        if (hasMore)
            ids.RemoveAt(FilterChoices.MaxItems);
        if (EntityId.TryParse(chosen, out var id) && !ids.Contains(id))
            ids.Add(id);
        var names = await LatestNamesAsync(all.Where(o => ids.Contains(o.VaultId)));
        return new(
            [.. names.Select(v => (v.Id.ToHex(), v.Name)).OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase)],
            hasMore
        );
    }

    private static IQueryable<VaultOperation> WithName(IQueryable<VaultOperation> all, string? search)
    {
        if (FilterChoices.Cut(search) is not { Length: > 0 } part)
            return all;
        var lower = part.ToLowerInvariant();
        return all.Where(o => o.VaultName.ToLower().Contains(lower) || o.VaultName.Contains(part));
    }

    private static Task<List<VaultLogChoice>> LatestNamesAsync(IQueryable<VaultOperation> rows) =>
        rows.GroupBy(o => o.VaultId)
            .Select(g =>
                g.OrderByDescending(o => o.At)
                    .ThenByDescending(o => o.Id)
                    .Select(o => new VaultLogChoice(o.VaultId, o.VaultName))
                    .First()
            )
            .ToListAsync();

    /// <summary>Filled by an initializer, through which EF Core can group.</summary>
    private sealed record LoggedName
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required DateTime At { get; init; }
    }
}
