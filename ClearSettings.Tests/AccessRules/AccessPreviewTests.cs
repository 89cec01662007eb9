using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using CsCheck;
using static ClearSettings.Tests.AccessRules.RandomAccess;

namespace ClearSettings.Tests.AccessRules;

/// <summary>A preview counts what really changes.</summary>
public sealed class AccessPreviewTests
{
    private const int Cases = 3_000;

    [Fact]
    public void A_preview_counts_what_the_change_then_does() =>
        Gen.Select(RandomAccess.Change.Array[0, 60], Gen.OneOf(Rule).Array[0, 3], Pick(RuleIds).Array[0, 3])
            .Sample(AssertPreviewIsRight, iter: Cases);

    private static void AssertPreviewIsRight(
        Action<AccessIndex, NaiveAccess>[] changes,
        RuleGrant[] added,
        Guid[] deleted
    )
    {
        using var index = new AccessIndex();
        index.SetUsersGroup(UsersGroup);
        var naive = new NaiveAccess { UsersGroup = RandomAccess.UsersGroup };
        foreach (var change in changes)
            change(index, naive);
        RuleGrant[] distinct = [.. added.DistinctBy(r => r.Id)];
        var ruleChange = new RuleChange([.. distinct.Select(r => r.Id).Concat(deleted).Distinct()], distinct);
        var preview = index.Preview(ruleChange);
        var before = Levels(naive);
        var could = CanReadAnyProject(naive);
        foreach (var id in ruleChange.Removed)
            RemoveRule(id)(index, naive);
        foreach (var rule in distinct)
            SetRule(rule)(index, naive);
        var after = Levels(naive);
        Assert.True(preview.IsComplete);
        Assert.Equal(Expected(before, after), Counts(preview));
        Assert.False(preview.LocksOutMembers && CanReadAnyProject(naive));
        if (could)
            Assert.Equal(!CanReadAnyProject(naive), preview.LocksOutMembers);
    }

    [Fact]
    public void Deleting_the_last_rule_on_projects_locks_members_out()
    {
        using var index = new AccessIndex();
        index.SetUsersGroup(UsersGroup);
        index.SetAccount(Accounts[0], [], isAdmin: false, isQueueAdmin: false);
        index.SetResource(new(ResourceType.Project, "p1"), null);
        index.SetRule(new(RuleIds[0], ResourceType.Project, null, AccessLevel.Modify, [UsersGroup]));
        index.SetRule(new(RuleIds[1], ResourceType.Task, null, AccessLevel.Modify, [UsersGroup]));

        Assert.True(index.Preview(new([RuleIds[0]], [])).LocksOutMembers);
        Assert.False(index.Preview(new([RuleIds[1]], [])).LocksOutMembers);
        var narrowed = new RuleGrant(RuleIds[0], ResourceType.Project, "p1", AccessLevel.Read, [Accounts[0]]);
        Assert.False(index.Preview(new([RuleIds[0]], [narrowed])).LocksOutMembers);
    }

    private static Dictionary<(Guid, ResourceKey), AccessLevel> Levels(NaiveAccess naive) =>
        Accounts
            .Where(a => !naive.IsAdmin(a))
            .SelectMany(a => naive.Resources.Select(r => (a, r)))
            .ToDictionary(p => p, p => naive.GetLevel(p.a, p.r));

    private static bool CanReadAnyProject(NaiveAccess naive) =>
        Levels(naive).Any(l => l.Key.Item2.Type == ResourceType.Project && l.Value >= AccessLevel.Read);

    private static string Expected(
        Dictionary<(Guid Account, ResourceKey Resource), AccessLevel> before,
        Dictionary<(Guid Account, ResourceKey Resource), AccessLevel> after
    ) =>
        string.Join(
            '\n',
            before
                .Where(b => b.Value != after[b.Key])
                .GroupBy(b => EffectOf(b.Value, after[b.Key]))
                .OrderBy(g => g.Key)
                .Select(g =>
                    $"{g.Key} {g.Select(b => b.Key.Resource).Distinct().Count()} "
                    + g.Select(b => b.Key.Account).Distinct().Count()
                )
        );

    private static string Counts(AccessPreview preview) =>
        string.Join('\n', preview.Effects.Select(e => $"{e.Effect} {e.ObjectCount} {e.AccountCount}"));

    private static AccessEffect EffectOf(AccessLevel before, AccessLevel after) =>
        after == AccessLevel.Modify ? AccessEffect.GrantsModify
        : after == AccessLevel.None ? AccessEffect.RemovesRead
        : before == AccessLevel.None ? AccessEffect.GrantsRead
        : AccessEffect.RemovesModify;
}
