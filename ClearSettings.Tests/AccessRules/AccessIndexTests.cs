using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using CsCheck;

namespace ClearSettings.Tests.AccessRules;

/// <summary>The index gives the answers of <see cref="NaiveAccess"/> after any sequence of changes.</summary>
public sealed class AccessIndexTests
{
    private const int Cases = 10_000;
    private const int MaxChanges = 60;

    private static readonly Guid Users = Id(1000);
    private static readonly Guid[] Accounts = [.. Enumerable.Range(1, 4).Select(Id)];
    private static readonly Guid[] Groups = [.. Enumerable.Range(101, 3).Select(Id)];
    private static readonly Guid[] Rules = [.. Enumerable.Range(201, 5).Select(Id)];
    private static readonly string[] Projects = ["p1", "p2", "p3", "p4", "p5"];

    private static readonly Gen<ResourceKey> Resource = Gen.OneOf(
        Pick(Projects).Select(id => new ResourceKey(ResourceType.Project, id)),
        Gen.Enum<ResourceType>().Select(Gen.Int[1, 3], (type, n) => new ResourceKey(type, $"o{n}"))
    );

    private static readonly Gen<string?> Parent = Pick<string?>(null, "p1", "p2", "p3", "p4", "p5", "o1");

    private static readonly Gen<RuleGrant> Rule = Gen.Select(
        Pick(Rules),
        Resource,
        Gen.Bool,
        Pick(AccessLevel.Read, AccessLevel.Modify),
        Pick<Guid>([.. Accounts, .. Groups, Users]).Array[0, 3],
        (id, resource, isForAll, level, assignees) =>
            new RuleGrant(id, resource.Type, isForAll ? null : resource.Id, level, assignees)
    );

    private static readonly Gen<Action<AccessIndex, NaiveAccess>> Change = Gen.Frequency(
        (4, Gen.Select(Resource, Parent, SetResource)),
        (1, Resource.Select(RemoveResource)),
        (3, Rule.Select(SetRule)),
        (1, Pick(Rules).Select(RemoveRule)),
        (
            2,
            Gen.Select(
                Pick(Accounts),
                Pick(Groups).Array[0, 3],
                Gen.Frequency((5, Gen.Const(false)), (1, Gen.Const(true))),
                Gen.Bool,
                SetAccount
            )
        ),
        (1, Pick(Accounts).Select(RemoveAccount))
    );

    [Fact]
    public void After_any_changes_the_index_decides_as_the_naive_evaluator() =>
        Change
            .Array[0, MaxChanges]
            .Sample(
                changes =>
                {
                    using var index = new AccessIndex();
                    index.SetUsersGroup(Users);
                    var naive = new NaiveAccess { UsersGroup = Users };
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

    private static Action<AccessIndex, NaiveAccess> SetResource(ResourceKey resource, string? parent) =>
        (index, naive) =>
        {
            var to = resource.Type.CanHaveParent() ? parent : null;
            Assert.Equal(naive.SetResource(resource, to), index.SetResource(resource, to));
        };

    private static Action<AccessIndex, NaiveAccess> RemoveResource(ResourceKey resource) =>
        (index, naive) =>
        {
            index.RemoveResource(resource);
            naive.RemoveResource(resource);
        };

    private static Action<AccessIndex, NaiveAccess> SetRule(RuleGrant rule) =>
        (index, naive) =>
        {
            index.SetRule(rule);
            naive.SetRule(rule);
        };

    private static Action<AccessIndex, NaiveAccess> RemoveRule(Guid id) =>
        (index, naive) =>
        {
            index.RemoveRule(id);
            naive.RemoveRule(id);
        };

    private static Action<AccessIndex, NaiveAccess> SetAccount(
        Guid id,
        Guid[] groups,
        bool isAdmin,
        bool isQueueAdmin
    ) =>
        (index, naive) =>
        {
            index.SetAccount(id, groups, isAdmin, isQueueAdmin);
            naive.SetAccount(id, groups, isAdmin, isQueueAdmin);
        };

    private static Action<AccessIndex, NaiveAccess> RemoveAccount(Guid id) =>
        (index, naive) =>
        {
            index.RemoveAccount(id);
            naive.RemoveAccount(id);
        };

    private static Gen<T> Pick<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
