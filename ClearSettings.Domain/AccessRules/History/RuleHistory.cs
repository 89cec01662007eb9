using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>One version of the rules in a list.</summary>
/// <param name="Changes">Rules that it created, changed or deleted.</param>
public sealed record RuleVersionRow(
    int Number,
    DateTime At,
    Guid? ById,
    string ByName,
    string Summary,
    string? Note,
    int Changes
);

/// <summary>What differs in one rule between two versions.</summary>
/// <param name="Before">Null where the rule did not exist.</param>
/// <param name="After">Null where the rule does not exist.</param>
public sealed record RuleDifference(Guid RuleId, RuleState? Before, RuleState? After);

/// <summary>The versions of the rules of the current workspace.</summary>
public sealed class RuleHistory(ClearSettingsDb db)
{
    private const int AssigneesAtOnce = 500;

    /// <summary>Versions that are kept. Each change deletes those before.</summary>
    public const int MaxVersions = 1_000;

    /// <summary>Changes that a comparison looks at.</summary>
    public const int MaxCompared = 20_000;

    public Task<int> CountAsync() => db.RuleSetVersions.CountAsync();

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RuleVersionRow>> ListAsync(int skip, int take) =>
        await Rows(db.RuleSetVersions.OrderByDescending(v => v.Number).Skip(skip).Take(take)).ToListAsync();

    public Task<RuleVersionRow?> FindAsync(int number) =>
        Rows(db.RuleSetVersions.Where(v => v.Number == number)).SingleOrDefaultAsync();

    /// <summary>The newest version; 0 in a workspace without any.</summary>
    public Task<int> GetLatestAsync() =>
        db.RuleSetVersions.Select(v => v.Number).OrderByDescending(n => n).FirstOrDefaultAsync();

    /// <summary>The oldest version that is kept; 0 in a workspace without any.</summary>
    public Task<int> GetOldestAsync() => db.RuleSetVersions.Select(v => v.Number).OrderBy(n => n).FirstOrDefaultAsync();

    /// <summary>
    /// What differs between the rules after version <paramref name="from"/> and those after version
    /// <paramref name="to"/>, which can be the older one. Costs as much as the versions between them changed.
    /// </summary>
    public async Task<Result<IReadOnlyList<RuleDifference>>> CompareAsync(int from, int to)
    {
        var (older, newer) = (Math.Min(from, to), Math.Max(from, to));
        // The rules after the version before the oldest one are known too: they are those before the oldest one.
        if (older < await GetOldestAsync() - 1)
            return Result<IReadOnlyList<RuleDifference>>.NotFound(
                $"Version {older} is no longer kept. The last {MaxVersions:N0} versions are."
            );
        var changes = db.RuleSetChanges.Where(c => c.Number > older && c.Number <= newer);
        if (await changes.CountAsync() > MaxCompared)
            return Result<IReadOnlyList<RuleDifference>>.Refuse(
                "",
                $"More than {MaxCompared:N0} changes are between these versions. Choose versions that are closer."
            );
        var differences = (await changes.AsNoTracking().OrderBy(c => c.Number).ToListAsync())
            .GroupBy(c => c.RuleId)
            .Select(c => (c.Key, Before: c.First().Before, After: c.Last().After))
            .Where(c => c.Before != c.After)
            .Select(c =>
                from <= to
                    ? new RuleDifference(c.Key, RuleState.FromJson(c.Before), RuleState.FromJson(c.After))
                    : new RuleDifference(c.Key, RuleState.FromJson(c.After), RuleState.FromJson(c.Before))
            );
        return Result<IReadOnlyList<RuleDifference>>.Success([.. differences]);
    }

    private IQueryable<RuleVersionRow> Rows(IQueryable<RuleSetVersion> versions) =>
        versions.Select(v => new RuleVersionRow(
            v.Number,
            v.At,
            v.ById,
            v.ByName,
            v.Summary,
            v.Note,
            db.RuleSetChanges.Count(c => c.Number == v.Number)
        ));

    /// <summary>The accounts and groups of the rules that are no longer in the workspace.</summary>
    internal async Task<HashSet<Guid>> FindGoneAsync(IEnumerable<RuleState> states)
    {
        var ids = states.SelectMany(s => s.Assignees).ToHashSet();
        HashSet<Guid> found = [];
        foreach (var some in ids.Chunk(AssigneesAtOnce))
        {
            found.UnionWith(await db.Members.Select(m => m.UserId).Where(id => some.Contains(id)).ToListAsync());
            found.UnionWith(
                await db.ServiceAccounts.Select(s => s.UserId).Where(id => some.Contains(id)).ToListAsync()
            );
            found.UnionWith(await db.Groups.Select(g => g.Id).Where(id => some.Contains(id)).ToListAsync());
        }
        ids.ExceptWith(found);
        return ids;
    }
}
