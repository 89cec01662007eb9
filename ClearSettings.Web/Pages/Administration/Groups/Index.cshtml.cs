using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Groups;

[
    SettingsSection(
        "Groups",
        Area.Workspace,
        Order = 31,
        Icon = "users",
        Count = typeof(GroupCount),
        Parent = "Users & groups"
    ),
    Needs(Permission.ManageGroups)
]
public sealed class Index(GroupList groups) : AppPage
{
    private const int PageSize = 50;

    public GroupFilter Filter { get; private set; } = new();

    public int Number { get; private set; }

    public IReadOnlyList<GroupRow> Rows { get; private set; } = [];

    public ILookup<Guid, Avatar> Avatars { get; private set; } = null!;

    public int Total { get; private set; }

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => (Number - 1) * PageSize + 1;

    public int Last => Math.Min(Number * PageSize, Total);

    public string Groups => $"/workspaces/{Current.WorkspaceId.ToHex()}/groups";

    public string Users => $"/workspaces/{Current.WorkspaceId.ToHex()}/users";

    /// <summary>Nobody has made a group yet.</summary>
    public bool OnlyBuiltIn =>
        Filter.Search.Length == 0
        && Total == Enum.GetValues<BuiltInGroup>().Length
        && Rows.All(r => r.BuiltIn is not null);

    /// <param name="p">Number of the page, from 1.</param>
    public async Task OnGetAsync(GroupFilter filter, int p)
    {
        Filter = filter;
        Total = await groups.CountAsync(Filter);
        Number = Math.Clamp(p, 1, Pages);
        Rows = await groups.ReadAsync(Filter, (Number - 1) * PageSize, PageSize);
        Avatars = await groups.ReadAvatarsAsync(Rows);
    }

    public string Address(int page = 1, string? sort = null) => $"{Groups}{Filter.Query(page, sort)}";

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
