using ClearSettings.Domain.Resources;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>An object as forms and URLs name it: "task:1f3c".</summary>
public static class ResourceValue
{
    public static string Write(ResourceKey key) => $"{key.Type.GetName()}:{key.Id}";

    /// <summary>What names no object is left out.</summary>
    public static IReadOnlyList<ResourceKey> Read(IEnumerable<string> values) =>
        [.. values.Select(Parse).OfType<ResourceKey>().Distinct()];

    private static ResourceKey? Parse(string value) =>
        value.Split(':', 2) is [var type, var id] && ResourceRules.CheckKey(type, id, out var key) is null ? key : null;
}
