using ClearSettings.Domain;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Resources;

[SettingsSection("Resources", Area.Workspace, Order = 41, Icon = "folder"), Needs(Permission.ManageResources)]
public sealed class Index(ResourceList resources) : AppPage
{
    public ResourceFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<ResourceRow> Rows { get; private set; } = [];

    /// <summary>The project whose contents are shown, after the projects that it is in; empty for all objects.</summary>
    public IReadOnlyList<ResourceRow> Path { get; private set; } = [];

    public async Task OnGetAsync(ResourceFilter filter)
    {
        Filter = filter;
        var query = filter.ToResourceQuery();
        List = new(
            Links.Resources(Current.WorkspaceId),
            filter,
            await resources.CountAsync(query),
            "object",
            "objects"
        );
        Rows = await resources.ReadAsync(query, List.Skip, Listing.PageSize);
        Path = await ReadPathAsync(filter.Parent);
    }

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
