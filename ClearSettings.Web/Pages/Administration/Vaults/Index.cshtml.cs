using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

[
    SettingsSection(
        "Vaults",
        Area.Workspace,
        Order = 20,
        Icon = "vault",
        Count = typeof(VaultCount),
        Parent = "Administrator vaults"
    ),
    Needs(Permission.ManageVaults)
]
public sealed class Index(VaultList list, VaultEditors editors) : AppPage
{
    internal const int PageSize = 50;

    public VaultFilter Filter { get; private set; } = new();

    public IReadOnlyList<VaultRow> Rows { get; private set; } = [];

    public IReadOnlyList<GroupChoice> Groups { get; private set; } = [];

    public int Number { get; private set; }

    public int Total { get; private set; }

    public int Active { get; private set; }

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => (Number - 1) * PageSize + 1;

    public int Last => Math.Min(Number * PageSize, Total);

    public string Workspace => Current.WorkspaceId.ToHex();

    public bool IsEmpty => Total == 0 && !Filter.IsFiltered;

    public string Count => CountText(Total, Active);

    /// <param name="p">Number of the page, from 1.</param>
    public async Task OnGetAsync(VaultFilter filter, int p)
    {
        Filter = filter;
        (Total, Active) = await list.CountAsync(filter);
        Number = Math.Clamp(p, 1, Pages);
        Rows = await list.Find(filter).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync();
        Groups = await editors.GroupsAsync();
    }

    internal static string CountText(int all, int active) =>
        all == 0 ? "No vaults" : $"{TimeText.Count(all, "vault")}, {active:N0} active";

    public string Address(int page = 1, string? sort = null) =>
        $"/workspaces/{Workspace}/vaults{Filter.Query(page, sort)}";

    /// <summary>By the column, or the other way round when it is sorted by it already.</summary>
    public string SortAddress(string key, bool down) =>
        Address(sort: (Filter.Column == key ? !Filter.Descending : down) ? "-" + key : key);

    public string? SortState(string key) =>
        Filter.Column != key ? null
        : Filter.Descending ? "descending"
        : "ascending";

    public IEnumerable<int> NearPages() =>
        Enumerable.Range(Math.Max(1, Math.Min(Number - 2, Pages - 4)), Math.Min(5, Pages));
}
