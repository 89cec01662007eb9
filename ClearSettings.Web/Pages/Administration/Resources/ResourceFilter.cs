using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>The URL of the Resources page.</summary>
public sealed record ResourceFilter : ListQuery
{
    public const string Tree = "tree";
    public const int MaxOpen = 20;

    /// <summary>Name of a resource type.</summary>
    public string? Type { get; init; }

    /// <summary>ID of the project whose contents are shown.</summary>
    public string? Parent { get; init; }

    /// <summary><see cref="Tree"/> for projects with their contents below them.</summary>
    public string? View { get; init; }

    /// <summary>IDs of the projects whose contents the tree shows, at most <see cref="MaxOpen"/>.</summary>
    public string[] Open { get; init; } = [];

    /// <summary>Whether the page shows a tree: a search and the contents of one project are lists.</summary>
    public bool IsTree => View == Tree && !IsFiltered;

    /// <summary>The URL of the tree with a project unfolded or folded. Of too many, the first one is folded.</summary>
    public ResourceFilter Toggle(string project) =>
        this with
        {
            Open = Open.Contains(project)
                ? [.. Open.Where(id => id != project)]
                : [.. Open.TakeLast(MaxOpen - 1), project],
        };

    public ResourceQuery ToResourceQuery() =>
        new()
        {
            OnlyRoots = IsTree,
            Type =
                string.IsNullOrEmpty(Type) ? null
                : ResourceTypes.TryParse(Type, out var type) ? type
                // No object has it.
                : (ResourceType)(-1),
            Parent = Parent,
            Search = Search,
        };

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("type", Type), ("parent", Parent)];

    protected override IEnumerable<(string Name, string? Value)> Options() =>
        IsTree ? [("view", View), .. Open.TakeLast(MaxOpen).Select(id => ("open", (string?)id))] : [];
}
