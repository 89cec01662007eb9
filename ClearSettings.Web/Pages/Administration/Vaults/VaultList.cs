using System.Linq.Expressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>One line of the table. Filled by an initializer, through which EF Core can filter and sort.</summary>
public sealed record VaultRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required VaultTarget Target { get; init; }

    /// <summary>As <see cref="Vault.Type"/>.</summary>
    public string Type { get; init; } = "";

    public required VaultScope Scope { get; init; }

    /// <summary>
    /// Names, in order; empty for the whole workspace, and for a vault whose groups were all deleted.
    /// </summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>By which it is sorted.</summary>
    public string? FirstGroup { get; init; }

    public required bool Enabled { get; init; }

    public required int Items { get; init; }

    public required int Bytes { get; init; }

    public required string By { get; init; }

    public required DateTime At { get; init; }

    public VaultReview Review { get; init; }

    /// <summary>Keys that clients do not receive.</summary>
    public string? LeftOut { get; init; }

    public bool IsUnreadable { get; init; }

    public bool IsFlagged => IsUnreadable || Review != VaultReview.None || LeftOut is not null;

    public string Summary => Target.Rules().Summarize(Items, Bytes);
}

/// <summary>A line of the table after its toggle was pressed.</summary>
/// <param name="Count">The words below the table; null to leave them.</param>
public sealed record VaultRowUpdate(string Workspace, VaultRow Row, ToggleProblem Problem, string? Count);

/// <summary>The vaults of groups and of the whole workspace, which the database filters, sorts and cuts.</summary>
public sealed class VaultList(ClearSettingsDb db, VaultStore store)
{
    private static readonly Expression<Func<VaultRow, int>> TargetOrder = r =>
        r.Target == VaultTarget.Client ? 0
        : r.Target == VaultTarget.Monitoring ? 1
        : r.Target == VaultTarget.UiStorage ? 2
        : r.Target == VaultTarget.SshServer ? 3
        : 4;

    // The whole workspace first, vaults without any group last.
    private static readonly Expression<Func<VaultRow, string>> GroupOrder = r =>
        r.Scope == VaultScope.Organization ? ""
        : r.FirstGroup == null ? "~"
        : r.FirstGroup.ToLower();

    /// <summary>Those that match, in order.</summary>
    public async Task<IReadOnlyList<VaultRow>> ReadAsync(VaultFilter filter, int skip, int take) =>
        await WithGroupsAsync(await Sort(Rows(Match(filter)), filter).Skip(skip).Take(take).ToListAsync());

    /// <summary>How many match, and how many of these are on and can be read.</summary>
    public async Task<(int All, int Active)> CountAsync(VaultFilter filter)
    {
        var counts = await Match(filter)
            .GroupBy(v => v.Enabled && v.UnreadableSince == null)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
        return (counts.Values.Sum(), counts.GetValueOrDefault(true));
    }

    public async Task<VaultRow?> ReadAsync(Guid id) =>
        (await WithGroupsAsync(await Rows(Shared.Where(v => v.Id == id)).ToListAsync())).SingleOrDefault();

    /// <summary>Those of groups and of the workspace, without anyone's personal vault.</summary>
    public IQueryable<Vault> Shared => store.Editable.AsNoTracking().Where(v => v.Scope != VaultScope.User);

    private IQueryable<Vault> Match(VaultFilter filter)
    {
        var vaults = Shared;
        if (!filter.TryReadTarget(out var target) || !filter.TryReadGroup(out var scope, out var group))
            return vaults.Where(_ => false);
        if (target is { } t)
            vaults = vaults.Where(v => v.Target == t);
        if (scope is { } s)
            vaults = vaults.Where(v =>
                v.Scope == s && (group == null ? !v.Groups.Any() : v.Groups.Any(g => g.GroupId == group))
            );
        return filter.Search.Length == 0 ? vaults : Search(vaults, filter.Search);
    }

    private IQueryable<VaultRow> Rows(IQueryable<Vault> vaults) =>
        from v in vaults
        select new VaultRow
        {
            Id = v.Id,
            Name = v.Name,
            Target = v.Target,
            Type = v.Type,
            Scope = v.Scope,
            FirstGroup = db
                .Groups.Where(g => db.VaultGroups.Any(x => x.VaultId == v.Id && x.GroupId == g.Id))
                .Min(g => g.NameKey),
            Enabled = v.Enabled,
            Items = v.Items,
            Bytes = v.Bytes,
            By = v.UpdatedByName,
            At = v.UpdatedAt,
            Review = v.Review,
            LeftOut = v.LeftOut,
            IsUnreadable = v.UnreadableSince != null,
        };

    private async Task<IReadOnlyList<VaultRow>> WithGroupsAsync(List<VaultRow> rows)
    {
        var ids = rows.ConvertAll(r => r.Id);
        var groups = await db
            .VaultGroups.Where(v => ids.Contains(v.VaultId))
            .Join(
                db.Groups,
                v => v.GroupId,
                g => g.Id,
                (v, g) =>
                    new
                    {
                        v.VaultId,
                        g.Name,
                        g.NameKey,
                    }
            )
            .OrderBy(g => g.NameKey)
            .ToListAsync();
        var names = groups.ToLookup(g => g.VaultId, g => g.Name);
        return rows.ConvertAll(r => r with { Groups = [.. names[r.Id]] });
    }

    // The databases' own lower() knows ASCII alone, so other capitals are found as they were typed, and at the
    // beginning of a word.
    private static IQueryable<Vault> Search(IQueryable<Vault> vaults, string text)
    {
        var (lower, capital) = (text.ToLowerInvariant(), text[..1].ToUpperInvariant() + text[1..]);
        if (Domain.EntityId.TryParsePrefix(text, out var from, out var to))
            return vaults.Where(v => (v.Id >= from && v.Id <= to) || v.Name.ToLower().Contains(lower));
        return vaults.Where(v => v.Name.ToLower().Contains(lower) || v.Name.Contains(text) || v.Name.Contains(capital));
    }

    private static IQueryable<VaultRow> Sort(IQueryable<VaultRow> rows, VaultFilter filter)
    {
        var down = filter.Descending;
        var sorted = filter.Column switch
        {
            "active" => rows.OrderBy(r => r.Enabled, down),
            "target" => rows.OrderBy(TargetOrder, down),
            "group" => rows.OrderBy(GroupOrder, down),
            "content" => rows.OrderBy(r => r.Bytes, down),
            "updated" => rows.OrderBy(r => r.At, down),
            "id" => rows.OrderBy(r => r.Id, down),
            _ => rows.OrderBy(r => r.Name.ToLower(), down),
        };
        return sorted.ThenBy(r => r.Name.ToLower()).ThenBy(r => r.Id);
    }
}
