using Microsoft.AspNetCore.WebUtilities;

namespace ClearSettings.Web.Html;

/// <content>The catalog of objects that access rules can name.</content>
public static partial class Links
{
    public static string Resources(Guid workspace) => $"{In(workspace)}/resources";

    public static string ResourceTree(Guid workspace) =>
        QueryHelpers.AddQueryString(Resources(workspace), "view", "tree");

    /// <param name="project">ID of the project whose contents are shown.</param>
    public static string ResourcesIn(Guid workspace, string project) =>
        QueryHelpers.AddQueryString(Resources(workspace), "parent", project);

    public static string ImportResources(Guid workspace) => $"{Resources(workspace)}/import";

    public static string DeleteResources(Guid workspace) => $"{Resources(workspace)}/delete";

    /// <param name="key">Type and ID, such as "task:1f3c".</param>
    public static string DeleteResource(Guid workspace, string key) =>
        QueryHelpers.AddQueryString(DeleteResources(workspace), "key", key);

    /// <summary>A new access rule on an object.</summary>
    /// <param name="type">Name of the resource type.</param>
    public static string NewAccessRuleOn(Guid workspace, string type, string resource) =>
        QueryHelpers.AddQueryString(
            NewAccessRule(workspace),
            new Dictionary<string, string?> { ["type"] = type, ["resource"] = resource }
        );
}
