using System.Runtime.InteropServices;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What the rules on one object, or on all objects of a type, grant to whom.</summary>
internal sealed class Grants
{
    // A rule with more assignees costs less when all of them are sorted together.
    private const int MaxInserted = 16;
    private const int InitialCapacity = 4;

    private readonly Dictionary<int, Counts> _byAssignee = [];
    private int _used;

    /// <summary>The rules that these grants come from.</summary>
    public HashSet<IndexedRule> Rules { get; } = [];

    /// <summary>
    /// Who has which level, for <see cref="AssigneeSet.GetWidest"/>. Another array after some changes.
    /// </summary>
    public int[] Packed { get; private set; } = [];

    public AccessLevel Get(int assignee) => _byAssignee.GetValueOrDefault(assignee).Level;

    public void Add(IndexedRule rule)
    {
        Rules.Add(rule);
        Count(rule, 1);
    }

    public void Remove(IndexedRule rule)
    {
        Rules.Remove(rule);
        Count(rule, -1);
    }

    private void Count(IndexedRule rule, int by)
    {
        var isSmall = rule.Assignees.Length <= MaxInserted;
        foreach (var assignee in rule.Assignees)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAssignee, assignee, out _);
            var before = counts.Level;
            counts = counts.Plus(rule.Level, by);
            var after = counts.Level;
            if (after == AccessLevel.None)
                _byAssignee.Remove(assignee);
            if (isSmall && after != before)
                Set(assignee, after);
        }
        if (!isSmall)
            SetAll();
    }

    private void Set(int assignee, AccessLevel level)
    {
        var place = Array.BinarySearch(Packed, 0, _used, PackedGrant.Pack(assignee, AccessLevel.Read));
        place = place < 0 ? ~place : place;
        var isThere = place < _used && PackedGrant.GetAssignee(Packed[place]) == assignee;
        if (level == AccessLevel.None)
        {
            Packed.AsSpan((place + 1).._used).CopyTo(Packed.AsSpan(place));
            Packed[--_used] = PackedGrant.Unused;
            return;
        }
        if (!isThere)
            MakeRoom(place);
        Packed[place] = PackedGrant.Pack(assignee, level);
    }

    private void MakeRoom(int place)
    {
        var from = Packed;
        if (_used == from.Length)
        {
            Packed = new int[Math.Max(InitialCapacity, _used * 2)];
            Packed.AsSpan(_used).Fill(PackedGrant.Unused);
            from.AsSpan(0, place).CopyTo(Packed);
        }
        from.AsSpan(place.._used).CopyTo(Packed.AsSpan(place + 1));
        _used++;
    }

    private void SetAll()
    {
        Packed = [.. _byAssignee.Select(a => PackedGrant.Pack(a.Key, a.Value.Level)).Order()];
        _used = Packed.Length;
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

/// <summary>
/// An assignee and its level in one number. Lists of them are sorted, and filled up with <see cref="Unused"/>.
/// </summary>
internal static class PackedGrant
{
    public const int Unused = int.MaxValue;

    public static int Pack(int assignee, AccessLevel level) => (assignee << 1) | (level == AccessLevel.Modify ? 1 : 0);

    public static int GetAssignee(int grant) => grant >> 1;

    public static AccessLevel GetLevel(int grant) => (grant & 1) == 1 ? AccessLevel.Modify : AccessLevel.Read;
}

/// <summary>An account and the groups it is in, as numbers of the index.</summary>
internal readonly struct AssigneeSet
{
    // One bit for each number, modulo 64: most of the grants that are not for the account are seen by it alone.
    private readonly ulong _filter;

    // Of Items, without a look at them.
    private readonly int _count;

    public AssigneeSet(IEnumerable<int> items)
    {
        Items = [.. items.Distinct().Order()];
        _count = Items.Length;
        foreach (var item in Items)
            _filter |= 1UL << item;
    }

    /// <summary>Sorted.</summary>
    public int[] Items { get; }

    public bool Contains(int assignee) =>
        (_filter & (1UL << assignee)) != 0 && Items.AsSpan().BinarySearch(assignee) >= 0;

    /// <summary>The widest level that any of the assignees has in <see cref="Grants.Packed"/>.</summary>
    public AccessLevel GetWidest(ReadOnlySpan<int> grants)
    {
        // Each of a few assignees is found sooner in a long list than all of the list is read.
        const int steps = 16;
        if (grants.Length > _count * steps)
            return FindWidest(grants);
        var widest = AccessLevel.None;
        foreach (var grant in grants)
        {
            if (grant == PackedGrant.Unused)
                break;
            if (!Contains(PackedGrant.GetAssignee(grant)))
                continue;
            widest = Max(widest, PackedGrant.GetLevel(grant));
            if (widest == AccessLevel.Modify)
                break;
        }
        return widest;
    }

    private AccessLevel FindWidest(ReadOnlySpan<int> grants)
    {
        var widest = AccessLevel.None;
        foreach (var assignee in Items)
        {
            var place = grants.BinarySearch(PackedGrant.Pack(assignee, AccessLevel.Read));
            place = place < 0 ? ~place : place;
            if (place < grants.Length && PackedGrant.GetAssignee(grants[place]) == assignee)
                widest = Max(widest, PackedGrant.GetLevel(grants[place]));
            if (widest == AccessLevel.Modify)
                break;
        }
        return widest;
    }

    private static AccessLevel Max(AccessLevel a, AccessLevel b) => a > b ? a : b;
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
