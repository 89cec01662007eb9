using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What an import did, or would do.</summary>
/// <param name="Preview">What it does to the access of members; null after an import that was carried out.</param>
public sealed record ImportedRules(int Created, int Updated, int Deleted, int Unchanged, RulePreview? Preview);

/// <summary>
/// Makes the rules of the current workspace those of a YAML file: rules that are not in it are deleted. A rule of the
/// file is the one with its ID, else one that says the same.
/// </summary>
public sealed class ImportRules(
    Change change,
    RuleStore store,
    RuleCheck check,
    RuleLockout lockout,
    PreviewRules preview
)
{
    /// <param name="yaml">At most 8,000,000 characters.</param>
    public async Task<Result<ImportedRules>> RunAsync(string yaml, RuleChangeOptions? options = null)
    {
        options ??= RuleChangeOptions.None;
        if (RuleCheck.CheckNote(options.Note) is { } wrong)
            return Result<ImportedRules>.From(wrong);
        var rules = RuleFileReader.Read(yaml);
        return rules.Ok
            ? await change.RunAsync(Permission.ManageAccessRules, () => SaveAsync(rules.Value, options))
            : Result<ImportedRules>.From(rules);
    }

    /// <summary>What <see cref="RunAsync"/> would do now. Changes nothing.</summary>
    public async Task<Result<ImportedRules>> PreviewAsync(string yaml)
    {
        var rules = RuleFileReader.Read(yaml);
        if (!rules.Ok)
            return Result<ImportedRules>.From(rules);
        var plan = await CreatePlanAsync(rules.Value);
        return plan.Ok
            ? Count(plan.Value, await preview.DescribeAsync(plan.Value.Edits))
            : Result<ImportedRules>.From(plan);
    }

    private async Task<Result<ImportedRules>> SaveAsync(IReadOnlyList<FileRule> rules, RuleChangeOptions options)
    {
        var plan = await CreatePlanAsync(rules);
        if (!plan.Ok)
            return Result<ImportedRules>.From(plan);
        if (await lockout.CheckAsync(plan.Value.Edits, options) is { } refused)
            return Result<ImportedRules>.From(refused);
        var counts = Count(plan.Value, null);
        var summary =
            $"Imported rules: created {counts.Created:N0}, changed {counts.Updated:N0}, deleted {counts.Deleted:N0}";
        var done = await store.SaveAsync(change.Current.WorkspaceId, plan.Value.Edits, new(summary, options.Note));
        if (done.Count > 0)
            change.Audit.Record(AuditKind.AccessRulesImported, "Access rules", options.Note ?? summary);
        return counts;
    }

    private static ImportedRules Count(Plan plan, RulePreview? preview) =>
        new(
            plan.Edits.Count(e => e.Stored is null),
            plan.Edits.Count(e => e.Stored is not null && e.After is not null),
            plan.Edits.Count(e => e.After is null),
            plan.Unchanged,
            preview
        );

    private async Task<Result<Plan>> CreatePlanAsync(IReadOnlyList<FileRule> rules)
    {
        var stored = await store.LoadAllAsync(change.Current.WorkspaceId);
        var edits = Match(rules, stored);
        if (!edits.Ok)
            return Result<Plan>.From(edits);
        var changed = edits.Value.Where(e => !(e.Before?.IsSameAs(e.After) ?? false)).ToList();
        var known = stored.Values.SelectMany(s => UpdateRule.GetResource(s.State)).ToHashSet();
        return
            await check.CheckReferencesAsync([.. changed.Select(e => e.After).OfType<RuleState>()], known) is { } wrong
            ? Result<Plan>.From(wrong)
            : new Plan(changed, edits.Value.Count - changed.Count);
    }

    private Result<IReadOnlyList<RuleEdit>> Match(
        IReadOnlyList<FileRule> rules,
        IReadOnlyDictionary<Guid, StoredRule> stored
    )
    {
        var left = stored.ToDictionary();
        List<RuleEdit> edits = [];
        List<FileRule> others = [];
        foreach (var rule in rules)
            if (rule.Id is not { } id || !stored.TryGetValue(id, out var own))
                others.Add(rule);
            else if (left.Remove(id))
                edits.Add(new(id, own, rule.State));
            else
                return Result<IReadOnlyList<RuleEdit>>.Refuse("yaml", $"Line {rule.Line}: The ID appears twice.");
        var alike = left.GroupBy(s => s.Value.State.ToJson(), s => s.Key)
            .ToDictionary(g => g.Key, g => new Queue<Guid>(g));
        foreach (var rule in others)
            if (alike.TryGetValue(rule.State.ToJson(), out var same) && same.TryDequeue(out var id))
            {
                left.Remove(id, out var own);
                edits.Add(new(id, own, rule.State));
            }
            else
                edits.Add(new(Domain.EntityId.New(change.Time), null, rule.State));
        edits.AddRange(left.Select(s => new RuleEdit(s.Key, s.Value, null)));
        return Result<IReadOnlyList<RuleEdit>>.Success(edits);
    }

    private sealed record Plan(IReadOnlyList<RuleEdit> Edits, int Unchanged);
}
