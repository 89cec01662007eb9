using ClearSettings.Domain.Resources;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>A row of the Resources page.</summary>
/// <param name="Level">Projects above it in the tree; 0 in a list.</param>
public sealed record ResourceView(Guid Workspace, ResourceRow Row, int Level = 0)
{
    /// <summary>Deeper levels are indented as this one.</summary>
    public const int MaxLevel = 8;

    /// <summary>
    /// The URL that shows or hides the contents of the project; null for what has none, and in a list.
    /// </summary>
    public string? ToggleUrl { get; init; }

    public bool IsOpen { get; init; }

    /// <summary>Whether the row says, after the first objects of the project, that there are others.</summary>
    public bool IsRest { get; init; }

    public string Indent => Level == 0 ? "" : $"tree tree-{Math.Min(Level, MaxLevel)}";
}

/// <summary>The tree of projects: the roots of a page, and below each open project its first objects.</summary>
public sealed class ResourceTree(
    ResourceList resources,
    ResourceQuery query,
    ResourceFilter filter,
    Func<ResourceFilter, string> url
)
{
    /// <summary>Objects that a project shows.</summary>
    public const int MaxShown = 50;

    private readonly HashSet<string> _open = [.. filter.Open.TakeLast(ResourceFilter.MaxOpen)];
    private readonly List<ResourceView> _rows = [];

    public async Task<IReadOnlyList<ResourceView>> ReadAsync(Guid workspace, IReadOnlyList<ResourceRow> roots)
    {
        await AddAsync(workspace, roots, 1);
        return _rows;
    }

    private async Task AddAsync(Guid workspace, IReadOnlyList<ResourceRow> rows, int level)
    {
        foreach (var row in rows)
        {
            // Each once, so that the number of queries has a limit.
            var isOpen = row is { Type: ResourceType.Project, Children: > 0 } && _open.Remove(row.Id);
            _rows.Add(
                new(workspace, row, level)
                {
                    IsOpen = isOpen,
                    ToggleUrl = row.Children > 0 ? url(filter.Toggle(row.Id)) : null,
                }
            );
            if (!isOpen)
                continue;
            var inside = await resources.ReadAsync(query with { Parent = row.Id, OnlyRoots = false }, 0, MaxShown);
            await AddAsync(workspace, inside, level + 1);
            if (row.Children > MaxShown)
                _rows.Add(new(workspace, row, level + 1) { IsRest = true });
        }
    }
}
