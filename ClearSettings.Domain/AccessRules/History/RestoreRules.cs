using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What a restored version brought back.</summary>
/// <param name="Changed">Rules that are now as they were.</param>
/// <param name="LeftOut">Users, service accounts and groups that no longer exist, and so are in no rule.</param>
public sealed record RestoredRules(int Changed, int LeftOut);

/// <summary>Makes the rules of the current workspace what they were after an earlier version.</summary>
public sealed class RestoreRules(
    Change change,
    RuleStore store,
    RuleHistory history,
    RuleLockout lockout,
    PreviewRules preview
)
{
    public Task<Result<RestoredRules>> RunAsync(int version, RuleChangeOptions? options = null)
    {
        options ??= RuleChangeOptions.None;
        return RuleCheck.CheckNote(options.Note) is { } wrong
            ? Task.FromResult(Result<RestoredRules>.From(wrong))
            : change.RunAsync(Permission.ManageAccessRules, () => RestoreAsync(version, options));
    }

    /// <summary>What <see cref="RunAsync"/> would do now. Changes nothing.</summary>
    public async Task<Result<RulePreview>> PreviewAsync(int version)
    {
        var plan = await CreatePlanAsync(version);
        return plan.Ok ? await preview.DescribeAsync(plan.Value.Edits) : Result<RulePreview>.From(plan);
    }

    private async Task<Result<RestoredRules>> RestoreAsync(int version, RuleChangeOptions options)
    {
        var plan = await CreatePlanAsync(version);
        if (!plan.Ok)
            return Result<RestoredRules>.From(plan);
        if (await lockout.CheckAsync(plan.Value.Edits, options) is { } refused)
            return Result<RestoredRules>.From(refused);
        var summary = $"Restored version {version}";
        var done = await store.SaveAsync(change.Current.WorkspaceId, plan.Value.Edits, new(summary, options.Note));
        if (done.Count > 0)
            change.Audit.Record(AuditKind.AccessRulesRestored, $"version {version}", options.Note);
        return new RestoredRules(done.Count, plan.Value.LeftOut);
    }

    private async Task<Result<Plan>> CreatePlanAsync(int version)
    {
        var latest = await history.GetLatestAsync();
        if (version < await history.GetOldestAsync() || version < 1 || version > latest)
            return Result<Plan>.NotFound($"There is no version {version} of the access rules.");
        var differences = await history.CompareAsync(latest, version);
        if (!differences.Ok)
            return Result<Plan>.From(differences);
        var stored = await store.LoadAsync(change.Current.WorkspaceId, [.. differences.Value.Select(d => d.RuleId)]);
        var gone = await history.FindGoneAsync(differences.Value.Select(d => d.After).OfType<RuleState>());
        var edits = differences.Value.Select(d =>
        {
            var after = d.After?.Without(gone);
            return new RuleEdit(
                d.RuleId,
                stored.GetValueOrDefault(d.RuleId),
                after is { AssigneeCount: > 0 } ? after : null
            );
        });
        return new Plan([.. edits], gone.Count);
    }

    private sealed record Plan(IReadOnlyList<RuleEdit> Edits, int LeftOut);
}
