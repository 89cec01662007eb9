using ClearSettings.Domain;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Resources;

[SettingsSection("Resources", Area.Workspace, Order = 41, Icon = "folder"), Needs(Permission.ManageResources)]
public sealed class Index(ResourceList resources, UserPreferences preferences) : AppPage
{
    public ResourceFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<ResourceView> Rows { get; private set; } = [];

    /// <summary>After the tree: projects that objects are in and the catalog does not have.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    /// <summary>
    /// The project whose contents are shown, after the projects that it is in; empty for all objects.
    /// </summary>
    public IReadOnlyList<ResourceRow> Path { get; private set; } = [];

    public async Task OnGetAsync(ResourceFilter filter)
    {
        Filter = filter;
        var shows = await preferences.ReadSettingsAsync();
        var query = filter.ToResourceQuery() with { WithoutHidden = !shows.ShowHiddenProjects };
        List = new(
            Links.Resources(Current.WorkspaceId),
            filter,
            await resources.CountAsync(query),
            filter.IsTree ? "object at the top" : "object",
            filter.IsTree ? "objects at the top" : "objects"
        );
        var rows = await resources.ReadAsync(query, List.Skip, Listing.PageSize);
        Rows = filter.IsTree
            ? await new ResourceTree(resources, query, filter, UrlOf).ReadAsync(Current.WorkspaceId, rows)
            : [.. rows.Select(row => new ResourceView(Current.WorkspaceId, row))];
        if (filter.IsTree && List.Number == List.Pages)
            Unknown = await resources.FindUnknownProjectsAsync(Listing.PageSize);
        Path = await ReadPathAsync(filter.Parent);
    }

    private string UrlOf(ResourceFilter filter) => List.Url + filter.ToQuery(List.Number);

    private async Task<IReadOnlyList<ResourceRow>> ReadPathAsync(string? id)
    {
        List<ResourceRow> path = [];
        while (!string.IsNullOrEmpty(id) && ResourceKey.IsId(id) && path.Count < ResourceRules.MaxDepth)
        {
            if (await resources.FindAsync(new(ResourceType.Project, id)) is not { } project)
                break;
            path.Insert(0, project);
            id = project.ParentId;
        }
        return path;
    }
}
