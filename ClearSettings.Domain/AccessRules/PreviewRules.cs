namespace ClearSettings.Domain.AccessRules;

/// <summary>Changes of rules to look at before they are made.</summary>
/// <param name="Create">New rules.</param>
/// <param name="Update">Rules by their IDs, as they would be.</param>
/// <param name="Delete">IDs of rules.</param>
public sealed record RulePlan(
    IReadOnlyList<RuleInput> Create,
    IReadOnlyDictionary<Guid, RuleInput> Update,
    IReadOnlyCollection<Guid> Delete
)
{
    public static RulePlan ToCreate(params IReadOnlyList<RuleInput> rules) =>
        new(rules, new Dictionary<Guid, RuleInput>(), []);

    public static RulePlan ToUpdate(Guid id, RuleInput rule) =>
        new([], new Dictionary<Guid, RuleInput> { [id] = rule }, []);

    public static RulePlan ToDelete(IReadOnlyCollection<Guid> ids) => new([], new Dictionary<Guid, RuleInput>(), ids);
}

/// <summary>What a plan would do, with names.</summary>
/// <param name="IsComplete">False where counting took too long; the counts are then the least there are.</param>
/// <param name="LocksOutMembers">Whether saving asks for <see cref="RuleLockout.Phrase"/>.</param>
public sealed record RulePreview(IReadOnlyList<NamedEffect> Effects, bool IsComplete, bool LocksOutMembers);

/// <summary>One effect of a plan. Administrators are not counted, since rules do not decide their access.</summary>
/// <param name="Objects">The first of them, at most <see cref="AccessIndex.MaxListed"/>.</param>
/// <param name="Accounts">The first of them, at most <see cref="AccessIndex.MaxListed"/>.</param>
public sealed record NamedEffect(
    AccessEffect Effect,
    int ObjectCount,
    IReadOnlyList<NamedResource> Objects,
    int AccountCount,
    IReadOnlyList<NamedAssignee> Accounts
)
{
    /// <summary>"Grants modify on 120 objects to 4 users".</summary>
    public string Sentence
    {
        get
        {
            var objects = ObjectCount == 1 ? "1 object" : $"{ObjectCount:N0} objects";
            var kind = Accounts.All(a => a.Kind == AssigneeKind.User) ? "user" : "account";
            var accounts = AccountCount == 1 ? $"1 {kind}" : $"{AccountCount:N0} {kind}s";
            return Effect switch
            {
                AccessEffect.GrantsRead => $"Grants read on {objects} to {accounts}",
                AccessEffect.GrantsModify => $"Grants modify on {objects} to {accounts}",
                AccessEffect.RemovesModify => $"Removes modify on {objects} from {accounts}",
                _ => $"Removes read on {objects} from {accounts}",
            };
        }
    }
}

/// <summary>Says what changes of rules would do, before anything changes.</summary>
public sealed class PreviewRules(
    RuleStore store,
    RuleCheck check,
    AccessIndexCache indexes,
    AccessNames names,
    Current current
)
{
    /// <summary>Refused for the same reasons as the change itself, apart from the confirmation.</summary>
    public async Task<Result<RulePreview>> RunAsync(RulePlan plan)
    {
        var edits = await CreateEditsAsync(plan);
        return edits.Ok ? await DescribeAsync(edits.Value) : Result<RulePreview>.From(edits);
    }

    internal async Task<RulePreview> DescribeAsync(IReadOnlyCollection<RuleEdit> edits)
    {
        var index = await indexes.GetAsync(current.WorkspaceId);
        var preview = index.Preview(RuleLockout.ToChange(edits));
        var accounts = await names.GetAssigneesAsync(preview.Effects.SelectMany(e => e.Accounts));
        List<NamedEffect> effects = [];
        foreach (var effect in preview.Effects)
            effects.Add(
                new(
                    effect.Effect,
                    effect.ObjectCount,
                    await names.GetResourcesAsync(effect.Objects),
                    effect.AccountCount,
                    [.. effect.Accounts.Where(accounts.ContainsKey).Select(id => accounts[id])]
                )
            );
        return new(effects, preview.IsComplete, preview.LocksOutMembers);
    }

    private async Task<Result<IReadOnlyCollection<RuleEdit>>> CreateEditsAsync(RulePlan plan)
    {
        RuleInput[] inputs = [.. plan.Create, .. plan.Update.Values];
        if ((RuleCheck.CheckCounts(inputs, RuleChangeOptions.None) ?? IdList.Check(plan.Delete.Count)) is { } tooMany)
            return Result<IReadOnlyCollection<RuleEdit>>.From(tooMany);
        List<Guid> ids = [.. plan.Update.Keys, .. plan.Delete];
        var stored = await store.LoadAsync(current.WorkspaceId, ids);
        if (stored.Count != ids.Distinct().Count())
            return Result<IReadOnlyCollection<RuleEdit>>.NotFound(UpdateRule.NotFoundMessage);
        List<RuleEdit> edits =
        [
            .. plan.Create.Select(r => new RuleEdit(Guid.NewGuid(), null, RuleState.From(r))),
            .. plan.Update.Select(r => new RuleEdit(r.Key, stored[r.Key], RuleState.From(r.Value))),
            .. plan.Delete.Distinct().Except(plan.Update.Keys).Select(id => new RuleEdit(id, stored[id], null)),
        ];
        List<RuleState> states = [.. edits.Select(e => e.After).OfType<RuleState>()];
        var known = stored.Values.SelectMany(s => UpdateRule.GetResource(s.State)).ToHashSet();
        var problem =
            states.Select(RuleCheck.Check).FirstOrDefault(p => p is not null)
            ?? await check.CheckReferencesAsync(states, known);
        return problem is null
            ? Result<IReadOnlyCollection<RuleEdit>>.Success(edits)
            : Result<IReadOnlyCollection<RuleEdit>>.From(problem);
    }
}
