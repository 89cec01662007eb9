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
    public Listing List { get; private set; } = null!;

    public IReadOnlyList<GroupRow> Rows { get; private set; } = [];

    public ILookup<Guid, Avatar> Avatars { get; private set; } = null!;

    /// <summary>There are no custom groups.</summary>
    public bool OnlyBuiltIn =>
        !List.Query.IsFiltered
        && List.Total == Enum.GetValues<BuiltInGroup>().Length
        && Rows.All(r => r.BuiltIn is not null);

    public async Task OnGetAsync(GroupFilter filter)
    {
        List = new(Links.Groups(Current.WorkspaceId), filter, await groups.CountAsync(filter), "group", "groups");
        Rows = await groups.ReadAsync(filter, List.Skip, Listing.PageSize);
        Avatars = await groups.ReadAvatarsAsync(Rows);
    }
}
