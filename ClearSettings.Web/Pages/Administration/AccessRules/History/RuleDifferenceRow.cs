using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>What differs in one rule between two versions, in words.</summary>
/// <param name="Name">What the rule is on.</param>
/// <param name="Kind">"Added", "Changed" or "Deleted".</param>
/// <param name="Removed">What it said and no longer says.</param>
/// <param name="Added">What it says now.</param>
public sealed record RuleDifferenceRow(
    RuleName Name,
    string Kind,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Added
);

/// <summary>Puts differences into words.</summary>
public sealed class RuleDifferences(AccessNames names)
{
    private const int MaxNamed = 20;

    public async Task<IReadOnlyList<RuleDifferenceRow>> DescribeAsync(IReadOnlyList<RuleDifference> differences)
    {
        RuleState[] states = [.. differences.SelectMany(d => new[] { d.Before, d.After }).OfType<RuleState>()];
        var resources = (await names.GetResourcesAsync([.. states.SelectMany(KeysOf).Distinct()])).ToDictionary(
            r => r.Key,
            r => r.Name
        );
        var assignees = await names.GetAssigneesAsync(
            differences.SelectMany(d => Left(d.Before, d.After).Concat(Left(d.After, d.Before)).Take(2 * MaxNamed))
        );
        var texts = new RuleStateText(resources, assignees);
        return [.. differences.Select(texts.Describe)];
    }

    // The assignees that one state has and the other does not.
    private static IEnumerable<Guid> Left(RuleState? state, RuleState? other) =>
        (state?.Assignees ?? []).Except(other?.Assignees ?? []);

    private static IEnumerable<ResourceKey> KeysOf(RuleState state) =>
        state.ResourceId is { } id ? [new ResourceKey(state.Type, id)] : [];

    /// <summary>Describes states of rules with the names that were read for all of them.</summary>
    private sealed class RuleStateText(
        IReadOnlyDictionary<ResourceKey, string> resources,
        IReadOnlyDictionary<Guid, NamedAssignee> assignees
    )
    {
        public RuleDifferenceRow Describe(RuleDifference difference)
        {
            var (before, after) = (difference.Before, difference.After);
            return new(
                GetName((after ?? before)!),
                before is null ? "Added"
                    : after is null ? "Deleted"
                    : "Changed",
                GetLines(before, after),
                GetLines(after, before)
            );
        }

        private RuleName GetName(RuleState state) =>
            new(state.Type, state.ResourceId, state.ResourceId is { } id ? resources[new(state.Type, id)] : null);

        private IReadOnlyList<string> GetLines(RuleState? state, RuleState? other)
        {
            if (state is null)
                return [];
            List<string> lines = [];
            if (other is not null && (state.Type, state.ResourceId) != (other.Type, other.ResourceId))
                lines.Add(GetName(state).Name);
            if (state.Level != other?.Level)
                lines.Add(RuleText.GetLabel(state.Level));
            var left = Left(state, other).ToList();
            lines.AddRange(
                left.Take(MaxNamed).Select(id => assignees.GetValueOrDefault(id)?.Name ?? $"{id.ToHex()} (removed)")
            );
            if (left.Count > MaxNamed)
                lines.Add($"{left.Count - MaxNamed:N0} more");
            return lines;
        }
    }
}
