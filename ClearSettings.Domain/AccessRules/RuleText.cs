using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Rules in words, for the audit log, explanations and pages.</summary>
public static class RuleText
{
    /// <summary>"All tasks" or "task 1f3c…".</summary>
    public static string DescribeResource(ResourceType type, string? resourceId) =>
        resourceId is null ? $"All {GetPlural(type)}" : $"{GetLabel(type)} {resourceId}";

    /// <summary>"Project", as a heading or the beginning of a sentence.</summary>
    public static string GetLabel(ResourceType type) =>
        type == ResourceType.Application ? "Application category" : type.ToString();

    /// <summary>"application categories", in a sentence.</summary>
    public static string GetPlural(ResourceType type) =>
        type == ResourceType.Application ? "application categories" : type.GetName() + "s";

    /// <summary>"Read only" or "Read &amp; modify".</summary>
    public static string GetLabel(AccessLevel level) =>
        level switch
        {
            AccessLevel.Modify => "Read & modify",
            AccessLevel.Read => "Read only",
            _ => "No access",
        };

    /// <summary>"Read &amp; modify on all tasks".</summary>
    public static string DescribeRule(ResourceType type, string? resourceId, AccessLevel level) =>
        $"{GetLabel(level)} on {(resourceId is null ? $"all {GetPlural(type)}" : $"{type.GetName()} {resourceId}")}";

    /// <summary>
    /// As the other one, with the object's name where the catalog has it: "Read only on Vision (project)".
    /// </summary>
    public static string DescribeRule(ResourceType type, string? resourceId, AccessLevel level, string? name) =>
        name is null
            ? DescribeRule(type, resourceId, level)
            : $"{GetLabel(level)} on {name} ({GetLabel(type).ToLowerInvariant()})";

    // One rule in words, several as a number, short enough for the audit log.
    internal static string Describe(IReadOnlyList<RuleState> states) =>
        states.Count == 1
            ? TextLimits.Shorten(
                DescribeRule(states[0].Type, states[0].ResourceId, states[0].Level),
                NameRules.MaxLength
            )
            : $"{states.Count:N0} access rules";
}
