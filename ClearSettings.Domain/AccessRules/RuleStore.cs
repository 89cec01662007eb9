using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>A rule as it is in the database, to be changed.</summary>
internal sealed record StoredRule(AccessRule Rule, IReadOnlyList<RuleAssignee> Assignees)
{
    public RuleState State { get; } = RuleState.From(Rule, Assignees);
}

/// <summary>What is done to one rule.</summary>
/// <param name="Stored">Null for a new rule.</param>
/// <param name="After">Null to delete the rule.</param>
internal sealed record RuleEdit(Guid Id, StoredRule? Stored, RuleState? After)
{
    public RuleState? Before => Stored?.State;
}

/// <summary>
/// Reads and writes rules inside a <see cref="Change"/> that locks the workspace. Every write is a version of the
/// rules.
/// </summary>
public sealed class RuleStore(ClearSettingsDb db, Current current, TimeProvider time)
{
    private const int Chunk = 500;

    /// <summary>Those of the rules that exist.</summary>
    internal async Task<IReadOnlyDictionary<Guid, StoredRule>> LoadAsync(
        Guid workspaceId,
        IReadOnlyCollection<Guid> ids
    )
    {
        Dictionary<Guid, StoredRule> found = [];
        foreach (var chunk in ids.Distinct().Chunk(Chunk))
        {
            var rules = await Rules(workspaceId).Where(r => chunk.Contains(r.Id)).ToListAsync();
            var assignees = await Assignees(workspaceId).Where(a => chunk.Contains(a.RuleId)).ToListAsync();
            foreach (var rule in Join(rules, assignees))
                found[rule.Rule.Id] = rule;
        }
        return found;
    }

    internal async Task<IReadOnlyDictionary<Guid, StoredRule>> LoadAllAsync(Guid workspaceId) =>
        Join(await Rules(workspaceId).ToListAsync(), await Assignees(workspaceId).ToListAsync())
            .ToDictionary(r => r.Rule.Id);

    /// <summary>The rules that name one of the assignees.</summary>
    internal async Task<IReadOnlyDictionary<Guid, StoredRule>> LoadOfAsync(Guid workspaceId, Guid assigneeId) =>
        await LoadAsync(
            workspaceId,
            await Assignees(workspaceId)
                .Where(a => a.AssigneeId == assigneeId)
                .Select(a => a.RuleId)
                .Distinct()
                .ToListAsync()
        );

    /// <summary>
    /// Writes the edits as one version. Those that change nothing are left out; without any, so is the version.
    /// </summary>
    /// <returns>The rules that were changed.</returns>
    internal async Task<IReadOnlyList<RuleEdit>> SaveAsync(
        Guid workspaceId,
        IReadOnlyCollection<RuleEdit> edits,
        VersionNote note
    )
    {
        List<RuleEdit> real =
        [
            .. edits.Where(e => e.Before is null ? e.After is not null : !e.Before.IsSameAs(e.After)),
        ];
        if (real.Count == 0)
            return real;
        var author = Author;
        var version = await CreateVersionAsync(workspaceId, author, note);
        await PruneAsync(workspaceId, version.Number - RuleHistory.MaxVersions);
        db.RuleSetVersions.Add(version);
        db.RuleSetChanges.AddRange(real.Select(e => RuleSetChange.Create(version, e)));
        foreach (var edit in real)
            Apply(workspaceId, edit, author);
        // The same change may go on and read the rules again.
        await db.SaveChangesAsync();
        return real;
    }

    private RuleAuthor Author =>
        current.SignedIn
            ? new(current.ActorId, current.Principal.SignedName, time.GetUtcNow().UtcDateTime)
            : new(null, "Server", time.GetUtcNow().UtcDateTime);

    private async Task<RuleSetVersion> CreateVersionAsync(Guid workspaceId, RuleAuthor author, VersionNote note)
    {
        var last = await db
            .RuleSetVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId)
            .MaxAsync(v => (int?)v.Number);
        var version = RuleSetVersion.Create(workspaceId, (last ?? 0) + 1, author, note);
        if (note.IsOnlyRules)
            version.SetWorkspaceVersion(
                await db.Workspaces.Where(w => w.Id == workspaceId).Select(w => w.Version).SingleAsync()
            );
        return version;
    }

    // As one more version comes with each change, mostly one goes.
    private async Task PruneAsync(Guid workspaceId, int upTo)
    {
        if (upTo < 1)
            return;
        await db
            .RuleSetChanges.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.WorkspaceId == workspaceId && c.Number <= upTo)
            .ExecuteDeleteAsync();
        await db
            .RuleSetVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId && v.Number <= upTo)
            .ExecuteDeleteAsync();
    }

    private void Apply(Guid workspaceId, RuleEdit edit, RuleAuthor author)
    {
        if (edit.After is null)
        {
            db.RuleAssignees.RemoveRange(edit.Stored!.Assignees);
            db.AccessRules.Remove(edit.Stored.Rule);
            return;
        }
        var rule = edit.Stored?.Rule ?? db.AccessRules.Add(AccessRule.Create(edit.Id, workspaceId)).Entity;
        rule.Set(edit.After, author);
        var wanted = edit.After.GetAssignees().ToDictionary(a => a.Id, a => a.Kind);
        foreach (var assignee in edit.Stored?.Assignees ?? [])
            if (!wanted.Remove(assignee.AssigneeId))
                db.RuleAssignees.Remove(assignee);
        db.RuleAssignees.AddRange(wanted.Select(a => RuleAssignee.Create(rule, a.Key, a.Value)));
    }

    private static IEnumerable<StoredRule> Join(List<AccessRule> rules, List<RuleAssignee> assignees)
    {
        var byRule = assignees.ToLookup(a => a.RuleId);
        return rules.Select(r => new StoredRule(r, [.. byRule[r.Id]]));
    }

    private IQueryable<AccessRule> Rules(Guid workspaceId) =>
        db.AccessRules.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(r => r.WorkspaceId == workspaceId);

    private IQueryable<RuleAssignee> Assignees(Guid workspaceId) =>
        db.RuleAssignees.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(a => a.WorkspaceId == workspaceId);
}
