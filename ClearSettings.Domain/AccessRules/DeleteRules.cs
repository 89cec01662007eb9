using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Deletes rules of the current workspace, and with them the access that no other rule grants.</summary>
public sealed class DeleteRules(Change change, RuleStore store, RuleLockout lockout, AuditLog audit, Current current)
{
    /// <summary>All of them, or none when one does not exist.</summary>
    /// <returns>How many were deleted.</returns>
    public Task<Result<int>> RunAsync(IReadOnlyCollection<Guid> ids, RuleChangeOptions? options = null)
    {
        options ??= RuleChangeOptions.None;
        return (IdList.Check(ids.Count) ?? RuleCheck.CheckNote(options.Note)) is { } refused
            ? Task.FromResult(Result<int>.From(refused))
            : change.RunAsync(Permission.ManageAccessRules, () => DeleteAsync(ids, options));
    }

    private async Task<Result<int>> DeleteAsync(IReadOnlyCollection<Guid> ids, RuleChangeOptions options)
    {
        var stored = await store.LoadAsync(current.WorkspaceId, ids);
        if (stored.Count == 0 || stored.Count != ids.Distinct().Count())
            return Result<int>.NotFound(UpdateRule.NotFoundMessage);
        List<RuleEdit> edits = [.. stored.Select(s => new RuleEdit(s.Key, s.Value, null))];
        if (await lockout.CheckAsync(edits, options) is { } refused)
            return Result<int>.From(refused);
        var summary = edits.Count == 1 ? "Deleted 1 rule" : $"Deleted {edits.Count:N0} rules";
        await store.SaveAsync(current.WorkspaceId, edits, new(summary, options.Note));
        audit.Record(
            AuditKind.AccessRulesDeleted,
            RuleText.Describe([.. stored.Values.Select(s => s.State)]),
            options.Note
        );
        return edits.Count;
    }
}
