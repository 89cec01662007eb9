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

    private static readonly ResourceKey[] Resources =
    [
        .. Projects.Select(p => new ResourceKey(ResourceType.Project, p)),
        .. ResourceTypes.All.SelectMany(t => Enumerable.Range(1, 3).Select(n => new ResourceKey(t, $"o{n}"))),
    ];

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
                    for (var i = 0; i < changes.Length; i++)
                    {
                        changes[i](index, naive);
                        // What the index keeps from answers must not outlive a change.
                        foreach (var resource in Resources)
                            index.GetLevel(Accounts[i % Accounts.Length], resource);
                    }
                    Compare(index, naive);
                },
                iter: Cases
            );

    [Fact]
    public void Many_assignees_and_many_groups_make_no_difference()
    {
        using var index = new AccessIndex();
        var naive = new NaiveAccess { UsersGroup = RandomAccess.UsersGroup };
        index.SetUsersGroup(UsersGroup);
        var random = new Random(1);
        Guid[] groups = [.. Enumerable.Range(3000, 200).Select(Id)];
        Guid[] accounts = [.. Enumerable.Range(4000, 40).Select(Id)];
        foreach (var account in accounts)
            SetAccount(account, random.GetItems(groups, random.Next(100)), false, false)(index, naive);
        ResourceKey[] path = [.. new[] { "a", "b", "c" }.Select(id => new ResourceKey(ResourceType.Project, id))];
        path = [.. path, new(ResourceType.Task, "t")];
        for (var i = 0; i < path.Length; i++)
            SetResource(path[i], i == 0 ? null : path[i - 1].Id)(index, naive);
        for (var i = 0; i < 300; i++)
        {
            var (place, level) = (path[random.Next(path.Length)], (AccessLevel)random.Next(1, 3));
            var assignees = random.GetItems([.. groups, .. accounts], random.Next(i % 3 == 0 ? 100 : 3));
            SetRule(new(Id(random.Next(30)), place.Type, place.Id, level, assignees))(index, naive);
            foreach (var (account, resource) in accounts.SelectMany(a => path.Select(p => (a, p))))
                Assert.Equal(naive.GetLevel(account, resource, false), index.GetLevel(account, resource));
        }
    }

    private static void Compare(AccessIndex index, NaiveAccess naive)
    {
        Assert.Equal(naive.Resources.Count(), index.ResourceCount);
        foreach (var account in Accounts)
        foreach (var impersonated in new[] { false, true })
        {
            foreach (var resource in Resources)
                Compare(index, naive, account, resource, impersonated);
            foreach (var type in ResourceTypes.All)
            foreach (var level in new[] { AccessLevel.Read, AccessLevel.Modify })
                Assert.Equal(
                    Resources
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
