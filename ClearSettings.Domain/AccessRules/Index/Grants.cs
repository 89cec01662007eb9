namespace ClearSettings.Domain.AccessRules;

/// <summary>What the rules on one object, or on all objects of a type, grant to whom.</summary>
internal sealed class Grants
{
    private readonly Dictionary<int, Counts> _byAssignee = [];

    /// <summary>The rules that these grants come from.</summary>
    public HashSet<IndexedRule> Rules { get; } = [];

    public AccessLevel Get(int assignee) => _byAssignee.GetValueOrDefault(assignee).Level;

    public void Add(IndexedRule rule)
    {
        Rules.Add(rule);
        foreach (var assignee in rule.Assignees)
            _byAssignee[assignee] = _byAssignee.GetValueOrDefault(assignee).Plus(rule.Level, 1);
    }

    public void Remove(IndexedRule rule)
    {
        Rules.Remove(rule);
        foreach (var assignee in rule.Assignees)
        {
            var counts = _byAssignee[assignee].Plus(rule.Level, -1);
            if (counts == default)
                _byAssignee.Remove(assignee);
            else
                _byAssignee[assignee] = counts;
        }
    }

    /// <summary>The widest level that any of the assignees has. Costs as much as the smaller of the two sets.</summary>
    public AccessLevel GetWidest(AssigneeSet assignees)
    {
        var widest = AccessLevel.None;
        if (assignees.Count <= _byAssignee.Count)
        {
            foreach (var assignee in assignees.Items)
            {
                if (_byAssignee.TryGetValue(assignee, out var counts) && counts.Level > widest)
                    widest = counts.Level;
                if (widest == AccessLevel.Modify)
                    break;
            }
            return widest;
        }
        foreach (var (assignee, counts) in _byAssignee)
        {
            if (counts.Level > widest && assignees.Contains(assignee))
                widest = counts.Level;
            if (widest == AccessLevel.Modify)
                break;
        }
        return widest;
    }

    // How many rules grant each level.
    private readonly record struct Counts(int Read, int Modify)
    {
        public AccessLevel Level =>
            Modify > 0 ? AccessLevel.Modify
            : Read > 0 ? AccessLevel.Read
            : AccessLevel.None;

        public Counts Plus(AccessLevel level, int count) =>
            level == AccessLevel.Modify ? this with { Modify = Modify + count } : this with { Read = Read + count };
    }
}

/// <summary>An account and the groups it is in, as numbers of the index.</summary>
internal sealed class AssigneeSet
{
    private const int MaxScanned = 8;

    private readonly HashSet<int>? _lookup;

    public AssigneeSet(int[] items)
    {
        Items = items;
        _lookup = items.Length > MaxScanned ? [.. items] : null;
    }

    public int[] Items { get; }

    public int Count => Items.Length;

    public bool Contains(int assignee) => _lookup?.Contains(assignee) ?? Array.IndexOf(Items, assignee) >= 0;
}

/// <summary>A rule with the numbers that the index has for its object and assignees.</summary>
internal sealed class IndexedRule(RuleGrant rule, int slot, int[] assignees)
{
    public RuleGrant Rule { get; } = rule;

    /// <summary>Of the object, or -1 for all objects of the type.</summary>
    public int Slot { get; } = slot;

    public int[] Assignees { get; } = assignees;

    public AccessLevel Level { get; } =
        rule.Type == Resources.ResourceType.Application ? AccessLevel.Modify : rule.Level;
}
