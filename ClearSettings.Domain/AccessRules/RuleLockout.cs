using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Asks for a typed confirmation before a change takes all projects away from all members.</summary>
public sealed class RuleLockout(AccessIndexCache indexes, Current current)
{
    /// <summary>What has to be typed.</summary>
    public const string Phrase = "lock out all members";

    /// <summary>Code of the refusal.</summary>
    public const string NotConfirmed = "lockout_not_confirmed";

    /// <summary>The refusal, or null. Looks at the rules only where the change takes a rule on projects away.</summary>
    internal async Task<Result?> CheckAsync(IReadOnlyCollection<RuleEdit> edits, RuleChangeOptions options)
    {
        if (options.Confirmation?.Trim() == Phrase || edits.All(e => e.Before?.Type != ResourceType.Project))
            return null;
        var index = await indexes.GetAsync(current.WorkspaceId);
        return index.LocksOutMembers(ToChange(edits))
            ? Result.Refuse(
                NotConfirmed,
                nameof(RuleChangeOptions.Confirmation),
                $"This change takes all projects away from all members. Type “{Phrase}” to confirm."
            )
            : null;
    }

    internal static RuleChange ToChange(IEnumerable<RuleEdit> edits)
    {
        var list = edits.ToList();
        return new(
            [.. list.Select(e => e.Id)],
            [.. list.Where(e => e.After is not null).Select(e => e.After!.ToGrant(e.Id))]
        );
    }
}
