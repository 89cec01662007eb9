using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Resources;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Adds rules to the current workspace.</summary>
public sealed class CreateRules(ClearSettingsDb db, Change change, RuleStore store, RuleCheck check)
{
    /// <summary>All of them, or none.</summary>
    /// <returns>The IDs of the rules, in the order of the list.</returns>
    public Task<Result<IReadOnlyList<Guid>>> RunAsync(
        IReadOnlyList<RuleInput> rules,
        RuleChangeOptions? options = null
    ) =>
        RuleCheck.CheckCounts(rules, options ?? RuleChangeOptions.None) is { } tooMany
            ? Task.FromResult(Result<IReadOnlyList<Guid>>.From(tooMany))
            : change.RunAsync(
                Permission.ManageAccessRules,
                async () =>
                {
                    var states = rules.Select(RuleState.From).ToList();
                    if (await FindProblemAsync(states) is { } problem)
                        return Result<IReadOnlyList<Guid>>.From(problem);
                    List<RuleEdit> edits = [.. states.Select(s => new RuleEdit(EntityId.New(change.Time), null, s))];
                    var summary = edits.Count == 1 ? "Created 1 rule" : $"Created {edits.Count:N0} rules";
                    await store.SaveAsync(change.Current.WorkspaceId, edits, new(summary, options?.Note));
                    change.Audit.Record(AuditKind.AccessRulesCreated, RuleText.Describe(states), options?.Note);
                    return Result<IReadOnlyList<Guid>>.Success([.. edits.Select(e => e.Id)]);
                }
            );

    private async Task<Result?> FindProblemAsync(IReadOnlyList<RuleState> states)
    {
        if (states.Count == 0)
            return Result.Refuse("", "Describe at least one rule.");
        if (states.Select(RuleCheck.Check).FirstOrDefault(problem => problem is not null) is { } wrong)
            return wrong;
        if (await db.AccessRules.CountAsync() + states.Count > RuleCheck.MaxRules)
            return Result.Refuse(
                "",
                $"A workspace can have {RuleCheck.MaxRules:N0} access rules. Delete rules that you no longer need."
            );
        return await check.CheckReferencesAsync(states, new HashSet<ResourceKey>());
    }
}
