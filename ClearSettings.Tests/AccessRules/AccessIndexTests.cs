using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using CsCheck;
using static ClearSettings.Tests.AccessRules.RandomAccess;

namespace ClearSettings.Tests.AccessRules;

/// <summary>The index gives the answers of <see cref="NaiveAccess"/> after any sequence of changes.</summary>
public sealed class AccessIndexTests
{
    private const int Cases = 10_000;
    private const int MaxChanges = 60;

    [Fact]
    public void Objects_that_change_together_can_change_places()
    {
        using var index = new AccessIndex();
        var (a, b) = (new ResourceKey(ResourceType.Project, "a"), new ResourceKey(ResourceType.Project, "b"));
        index.SetAccount(Accounts[0], [], isAdmin: false, isQueueAdmin: false);
        index.SetRule(new(RuleIds[0], ResourceType.Project, "b", AccessLevel.Read, [Accounts[0]]));
        index.SetResources([new(a, null, false), new(b, "a", false)]);
        Assert.Equal(AccessLevel.None, index.GetLevel(Accounts[0], a));
        index.SetResources([new(a, "b", false), new(b, null, false)]);
        Assert.Equal(AccessLevel.Read, index.GetLevel(Accounts[0], a));
        // Never a cycle, whatever the database says.
        index.SetResources([new(a, "b", false), new(b, "a", false)]);
        Assert.Equal(AccessLevel.Read, index.GetLevel(Accounts[0], b));
        index.SetResources([new(a, null, true), new(b, null, true)]);
        Assert.Equal(0, index.ResourceCount);
    }

    [Fact]
    public void After_any_changes_the_index_decides_as_the_naive_evaluator() =>
        RandomAccess
            .Change.Array[0, MaxChanges]
            .Sample(
                changes =>
                {
                    using var index = new AccessIndex();
                    index.SetUsersGroup(UsersGroup);
                    var naive = new NaiveAccess { UsersGroup = RandomAccess.UsersGroup };
                    foreach (var change in changes)
                        change(index, naive);
                    Compare(index, naive);
                },
                iter: Cases
            );

    private static void Compare(AccessIndex index, NaiveAccess naive)
    {
        ResourceKey[] resources =
        [
            .. Projects.Select(p => new ResourceKey(ResourceType.Project, p)),
            .. ResourceTypes.All.SelectMany(t => Enumerable.Range(1, 3).Select(n => new ResourceKey(t, $"o{n}"))),
        ];
        Assert.Equal(naive.Resources.Count(), index.ResourceCount);
        foreach (var account in Accounts)
        foreach (var impersonated in new[] { false, true })
        {
            foreach (var resource in resources)
                Compare(index, naive, account, resource, impersonated);
            foreach (var type in ResourceTypes.All)
            foreach (var level in new[] { AccessLevel.Read, AccessLevel.Modify })
                Assert.Equal(
                    resources
                        .Where(r => r.Type == type && naive.GetLevel(account, r, impersonated) >= level)
                        .Select(r => r.Id)
                        .Order(StringComparer.Ordinal),
                    index.GetIds(account, type, level, impersonated).Order(StringComparer.Ordinal)
                );
        }
    }

    private static void Compare(
        AccessIndex index,
        NaiveAccess naive,
        Guid account,
        ResourceKey resource,
        bool impersonated
    )
    {
        var expected = naive.GetLevel(account, resource, impersonated);
        Assert.Equal(expected, index.GetLevel(account, resource, impersonated));
        if (resource.Type == ResourceType.Project)
            Assert.Equal(
                naive.IsVisible(account, resource.Id, impersonated),
                index.IsVisible(account, resource.Id, impersonated)
            );
        // Without the rights of an administrator, the reasons tell the same as the level.
        if (impersonated)
            Assert.Equal(
                expected,
                index.GetReasons(account, resource).Select(r => r.Level).DefaultIfEmpty(AccessLevel.None).Max()
            );
    }
}
