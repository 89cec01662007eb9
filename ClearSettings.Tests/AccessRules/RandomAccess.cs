using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;
using CsCheck;

namespace ClearSettings.Tests.AccessRules;

/// <summary>
/// Random changes of a small catalog, its rules and accounts, made in the index and in <see cref="NaiveAccess"/>.
/// </summary>
public static class RandomAccess
{
    public static readonly Guid UsersGroup = Id(1000);
    public static readonly Guid[] Accounts = [.. Enumerable.Range(1, 4).Select(Id)];
    public static readonly Guid[] Groups = [.. Enumerable.Range(101, 3).Select(Id)];
    public static readonly Guid[] RuleIds = [.. Enumerable.Range(201, 5).Select(Id)];

    // As ClearML makes them, and others, among them two that differ in capitals only.
    public static readonly string[] Projects =
    [
        "p1",
        "p2",
        "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789ABCDEF",
        "00000000000000000000000000000000",
    ];

    public static readonly Gen<ResourceKey> Resource = Gen.OneOf(
        Pick(Projects).Select(id => new ResourceKey(ResourceType.Project, id)),
        Gen.Enum<ResourceType>().Select(Gen.Int[1, 3], (type, n) => new ResourceKey(type, $"o{n}"))
    );

    public static readonly Gen<string?> Parent = Pick<string?>([null, .. Projects, "o1"]);

    public static readonly Gen<RuleGrant> Rule = Gen.Select(
        Pick(RuleIds),
        Resource,
        Gen.Bool,
        Pick(AccessLevel.Read, AccessLevel.Modify),
        Pick<Guid>([.. Accounts, .. Groups, UsersGroup]).Array[0, 3],
        (id, resource, isForAll, level, assignees) =>
            new RuleGrant(id, resource.Type, isForAll ? null : resource.Id, level, assignees)
    );

    public static readonly Gen<Action<AccessIndex, NaiveAccess>> Change = Gen.Frequency(
        (4, Gen.Select(Resource, Parent, SetResource)),
        (1, Resource.Select(RemoveResource)),
        (3, Rule.Select(SetRule)),
        (1, Pick(RuleIds).Select(RemoveRule)),
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

    public static Action<AccessIndex, NaiveAccess> SetResource(ResourceKey resource, string? parent) =>
        (index, naive) =>
        {
            var to = resource.Type.CanHaveParent() ? parent : null;
            Assert.Equal(naive.SetResource(resource, to), index.SetResource(resource, to));
        };

    public static Action<AccessIndex, NaiveAccess> RemoveResource(ResourceKey resource) =>
        (index, naive) =>
        {
            index.RemoveResource(resource);
            naive.RemoveResource(resource);
        };

    public static Action<AccessIndex, NaiveAccess> SetRule(RuleGrant rule) =>
        (index, naive) =>
        {
            index.SetRule(rule);
            naive.SetRule(rule);
        };

    public static Action<AccessIndex, NaiveAccess> RemoveRule(Guid id) =>
        (index, naive) =>
        {
            index.RemoveRule(id);
            naive.RemoveRule(id);
        };

    public static Action<AccessIndex, NaiveAccess> SetAccount(
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

    public static Action<AccessIndex, NaiveAccess> RemoveAccount(Guid id) =>
        (index, naive) =>
        {
            index.RemoveAccount(id);
            naive.RemoveAccount(id);
        };

    public static Gen<T> Pick<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
