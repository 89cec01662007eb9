using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Web.Pages.Administration.AccessRules;

/// <summary>How pages show what a rule is on.</summary>
/// <param name="ResourceName">"" where the catalog does not have the object; null for all objects.</param>
public sealed record RuleName(ResourceType Type, string? ResourceId, string? ResourceName)
{
    /// <summary>"All tasks", or the name of the object, or its ID where it has none.</summary>
    public string Name =>
        ResourceId is null ? RuleText.DescribeResource(Type, null)
        : string.IsNullOrEmpty(ResourceName) ? ResourceId
        : ResourceName;

    /// <summary>"Task", for the line below.</summary>
    public string Note =>
        ResourceId is not null && string.IsNullOrEmpty(ResourceName)
            ? $"{RuleText.GetLabel(Type)}, not in the catalog"
            : RuleText.GetLabel(Type);

    public string Tooltip => ResourceId is null ? Name : $"{Name} · {ResourceId}";
}
