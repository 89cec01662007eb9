using System.Linq.Expressions;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// Projects that ClearML makes for itself, such as <c>Vision/.datasets/Images</c>: those whose path has a part that
/// begins with a dot. Like ClearML's own pages, lists leave them out unless the user wants to see them.
/// </summary>
public static class HiddenProjects
{
    /// <summary>
    /// Filters a list. The name comes first: it is in each index of the catalog, and few names match.
    /// </summary>
    internal static readonly Expression<Func<Resource, bool>> IsShown = r =>
        !((r.NameKey.StartsWith(".") || r.NameKey.Contains("/.")) && r.Type == ResourceType.Project);

    /// <param name="name">With the names of the projects above, separated by slashes.</param>
    public static bool IsHidden(ResourceType type, string name) =>
        type == ResourceType.Project && (name.StartsWith('.') || name.Contains("/.", StringComparison.Ordinal));
}
