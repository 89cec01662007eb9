using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults.Activity;

/// <summary>What was done with the vaults of groups, of the workspace and of service accounts.</summary>
[
    SettingsSection(
        "Activity log",
        Area.Workspace,
        Order = 21,
        Icon = "vault",
        Slug = "vault-activity",
        Parent = "Administrator vaults"
    ),
    Needs(Permission.ManageVaults)
]
public sealed class Index(ClearSettingsDb db, VaultLog log, ActorLabels marks) : AppPage
{
    public sealed record Row(
        Guid VaultId,
        string VaultName,
        VaultScope Scope,
        VaultAction Action,
        Guid ActorId,
        string ActorName,
        RequestSource Source,
        string? Detail,
        DateTime At
    )
    {
        /// <summary>Says which account it was where the name alone does not; null where it does.</summary>
        public string? Mark { get; init; }

        public string SourceLabel => RequestSourceText.GetLabel(Source);
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Who did something, to choose from.</summary>
    public FilterChoices People { get; private set; } = FilterChoices.None;

    /// <summary>To what something was done.</summary>
    public FilterChoices Vaults { get; private set; } = FilterChoices.None;

    /// <summary>Vaults that are still there, which have a page.</summary>
    public IReadOnlySet<Guid> ExistingVaults { get; private set; } = new HashSet<Guid>();

    public ActivityFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    /// <summary>Without any filter.</summary>
    public bool HasAny { get; private set; }

    public async Task OnGetAsync(ActivityFilter filter)
    {
        Filter = filter;
        var all = log.Find(new() { Machines = Current.Can(Permission.ManageServiceAccounts) });
        await ReadChoicesAsync(all);
        var found = filter.Read() is { } read
            ? log.Find(read with { Machines = Current.Can(Permission.ManageServiceAccounts) })
            : all.Where(_ => false);
        List = new(Links.VaultActivity(Current.WorkspaceId), filter, await found.CountAsync(), "event", "events");
        var rows = await ReadRowsAsync(found);
        var marked = await marks.GetAsync([.. rows.Select(r => new LoggedActor(r.ActorId, null, r.ActorName))]);
        Rows = [.. rows.Zip(marked, (row, mark) => row with { Mark = mark })];
        var ids = Rows.Select(r => r.VaultId).Distinct().ToList();
        ExistingVaults = (await db.Vaults.Where(v => ids.Contains(v.Id)).Select(v => v.Id).ToListAsync()).ToHashSet();
    }

    private Task<List<Row>> ReadRowsAsync(IQueryable<VaultOperation> found) =>
        found
            .OrderByDescending(o => o.At)
            .ThenByDescending(o => o.Id)
            .Skip(List.Skip)
            .Take(Listing.PageSize)
            .Select(o => new Row(
                o.VaultId,
                o.VaultName,
                o.Scope,
                o.Action,
                o.ActorId,
                o.ActorName,
                o.Source,
                o.Detail,
                o.At
            ))
            .ToListAsync();

    private async Task ReadChoicesAsync(IQueryable<VaultOperation> all)
    {
        HasAny = await all.AnyAsync();
        var actors = all.GroupBy(o => o.ActorId).Select(g => new { g.Key, At = g.Max(o => o.At) });
        var named = actors.Join(
            db.Users,
            a => a.Key,
            u => u.Id,
            (a, u) =>
                new FilterPerson
                {
                    Id = u.Id,
                    Name = u.Name,
                    At = a.At,
                }
        );
        People = await FilterChoices.ReadPeopleAsync(named, Filter.Who, Filter.Person, marks);
        Vaults = await VaultLog.VaultChoicesAsync(all, Filter.VaultName, Filter.Vault);
    }
}
