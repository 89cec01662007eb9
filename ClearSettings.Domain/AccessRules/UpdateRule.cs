using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Changes one rule of the current workspace.</summary>
public sealed class UpdateRule(Change change, RuleStore store, RuleCheck check, RuleLockout lockout)
{
    internal const string NotFoundMessage = "This access rule no longer exists.";

    /// <summary>
    /// The rule becomes what the input says. Refused with a conflict when someone changed it after
    /// <see cref="RuleInput.RowVersion"/> or <see cref="RuleInput.LastUpdate"/>.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid id, RuleInput input, RuleChangeOptions? options = null)
    {
        options ??= RuleChangeOptions.None;
        return RuleCheck.CheckCounts([input], options) is { } tooMany
            ? Task.FromResult(Result<bool>.From(tooMany))
            : change.RunAsync(Permission.ManageAccessRules, () => SaveAsync(id, input, options));
    }

    private async Task<Result<bool>> SaveAsync(Guid id, RuleInput input, RuleChangeOptions options)
    {
        if (!(await store.LoadAsync(change.Current.WorkspaceId, [id])).TryGetValue(id, out var stored))
            return Result<bool>.NotFound(NotFoundMessage);
        var state = RuleState.From(input);
        var edit = new RuleEdit(id, stored, state);
        var problem =
            FindConflict(stored.Rule, input)
            ?? RuleCheck.Check(state)
            ?? await check.CheckReferencesAsync([state], GetResource(stored.State))
            ?? await lockout.CheckAsync([edit], options);
        if (problem is not null)
            return Result<bool>.From(problem);
        var done = await store.SaveAsync(change.Current.WorkspaceId, [edit], new("Changed 1 rule", options.Note));
        if (done.Count == 0)
            return false;
        change.Audit.Record(AuditKind.AccessRuleChanged, RuleText.Describe([state]), options.Note);
        return true;
    }

    internal static Result? FindConflict(AccessRule rule, RuleInput input)
    {
        var isNewer =
            (input.RowVersion is { } shown && shown != rule.RowVersion)
            // Programs send what they were sent, which can have fewer digits than the database.
            || (input.LastUpdate is { } read && rule.UpdatedAt - read > TimeSpan.FromMilliseconds(1));
        return isNewer
            ? Result.Conflict(
                $"{rule.UpdatedByName} changed this access rule since you opened it. Your change was not saved. Reload "
                    + "the page to see the latest version."
            )
            : null;
    }

    internal static HashSet<ResourceKey> GetResource(RuleState state) =>
        state.ResourceId is { } resource ? [new(state.Type, resource)] : [];
}
