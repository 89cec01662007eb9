using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Benchmarks;

/// <summary>
/// A made-up workspace: at full size 1,000,000 resources, 100,000 rules, 10,000 users and 1,000 groups.
/// </summary>
internal sealed class AccessWorkspace
{
    private const int Depth = 7;
    private const int GroupsOfUser = 6;

    private readonly Guid[] _users;
    private readonly Guid[] _groups;

    public AccessWorkspace(int part)
    {
        var random = new Random(part);
        _users = [.. Enumerable.Range(0, 10_000 / part).Select(_ => Guid.NewGuid())];
        _groups = [.. Enumerable.Range(0, 1_000 / part).Select(_ => Guid.NewGuid())];
        AddProjects(random, 20_000 / part);
        AddContents(random, 1_000_000 / part);
        Rules = [.. Enumerable.Range(0, 100_000 / part).Select(_ => MakeRule(random))];
        Memberships = _users.ToDictionary(
            u => u,
            _ => (IReadOnlyList<Guid>)[.. Enumerable.Range(0, GroupsOfUser).Select(_ => Pick(_groups, random))]
        );
        AddReader();
    }

    public Guid UsersGroup { get; } = Guid.NewGuid();

    /// <summary>Each after its parent.</summary>
    public List<(ResourceKey Key, string? Parent)> Resources { get; } = [];

    public List<RuleGrant> Rules { get; }

    public Dictionary<Guid, IReadOnlyList<Guid>> Memberships { get; }

    /// <summary>An account that can read tasks that are a tenth of all objects.</summary>
    public Guid Reader { get; } = Guid.NewGuid();

    public Guid PickAccount(Random random) => Pick(_users, random);

    public ResourceKey PickResource(Random random) => Resources[random.Next(Resources.Count)].Key;

    /// <summary>The object as a request names it: with an ID that is not the string of the index.</summary>
    public ResourceKey PickRequested(Random random) =>
        PickResource(random) is var key ? key with { Id = new(key.Id.AsSpan()) } : default;

    public RuleGrant MakeRule(Random random)
    {
        // Most rules are about projects.
        var resource = random.Next(10) < 8 ? Resources[random.Next(_projects.Count)].Key : PickResource(random);
        Guid[] assignees =
        [
            .. Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ => random.Next(3) == 0 ? Pick(_users, random) : Pick(_groups, random)),
        ];
        var level = random.Next(2) == 0 ? AccessLevel.Read : AccessLevel.Modify;
        return new(Guid.NewGuid(), resource.Type, resource.Id, level, assignees);
    }

    public AccessIndex BuildIndex()
    {
        var index = new AccessIndex();
        index.SetUsersGroup(UsersGroup);
        foreach (var (user, groups) in Memberships)
            index.SetAccount(user, groups, isAdmin: false, isQueueAdmin: false);
        foreach (var (key, parent) in Resources)
            index.SetResource(key, parent);
        foreach (var rule in Rules)
            index.SetRule(rule);
        return index;
    }

    private readonly List<(string Id, int Level)> _projects = [];

    private void AddProjects(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var parent = i < 20 ? ("", 0) : Pick(_projects, random);
            if (parent.Item2 >= Depth)
                parent = ("", 0);
            var id = Guid.NewGuid().ToString("N");
            _projects.Add((id, parent.Item2 + 1));
            Resources.Add((new(ResourceType.Project, id), parent.Item1.Length == 0 ? null : parent.Item1));
        }
    }

    private void AddContents(Random random, int total)
    {
        ResourceType[] types = [ResourceType.Model, ResourceType.Dataset, ResourceType.Dataview];
        while (Resources.Count < total)
        {
            var type = random.Next(10) < 8 ? ResourceType.Task : Pick(types, random);
            Resources.Add((new(type, Guid.NewGuid().ToString("N")), Pick(_projects, random).Id));
        }
    }

    private void AddReader()
    {
        Memberships[Reader] = [];
        var wanted = Resources.Count / 10;
        var counts = Resources.Where(r => r.Key.Type == ResourceType.Task).CountBy(r => r.Parent!);
        // A rule on a project with projects in it would reach more than its own tasks.
        var withProjects = Resources.Where(r => r.Key.Type == ResourceType.Project).Select(r => r.Parent).ToHashSet();
        foreach (var (project, tasks) in counts.Where(c => !withProjects.Contains(c.Key)))
        {
            if (wanted <= 0)
                break;
            wanted -= tasks;
            Rules.Add(new(Guid.NewGuid(), ResourceType.Project, project, AccessLevel.Read, [Reader]));
        }
    }

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
