using ClearSettings.Domain.Resources;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>The URL of the Resources page.</summary>
public sealed record ResourceFilter : ListQuery
{
    /// <summary>Name of a resource type.</summary>
    public string? Type { get; init; }

    /// <summary>ID of the project whose contents are shown.</summary>
    public string? Parent { get; init; }

    public ResourceQuery ToResourceQuery() =>
        new()
        {
            Type =
                string.IsNullOrEmpty(Type) ? null
                : ResourceTypes.TryParse(Type, out var type) ? type
                // No object has it.
                : (ResourceType)(-1),
            Parent = Parent,
            Search = Search,
        };

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("type", Type), ("parent", Parent)];
}
