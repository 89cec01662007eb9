using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// What the rules on an object and on the projects above it grant, put together when it is first asked for. A change of
/// the
/// rules or the hierarchy of projects costs the same whatever is below: it only makes the lists out of date.
/// </summary>
public sealed partial class AccessIndex
{
    // A longer list is not copied into the lists of everything below it.
    private const int MaxMerged = 64;

    private Inherited _nothing = new(0, [], null);

    private AccessLevel GetInherited(AssigneeSet assignees, int slot)
    {
        ref var node = ref _nodes[slot];
        // An object without rules of its own has what its project has, so the list is kept with the project.
        var at = node.HasRules || node.Type == ResourceType.Project ? slot : node.Parent;
        if (at == None)
            return AccessLevel.None;
        var level = AccessLevel.None;
        for (
            var inherited = FindInherited(at);
            inherited is not null && level < AccessLevel.Modify;
            inherited = inherited.Above
        )
            level = Max(level, assignees.GetWidest(inherited.Grants));
        return level;
    }

    // Questions are answered at the same time: each may make the list, and one of the equal lists stays.
    private Inherited FindInherited(int slot)
    {
        ref var node = ref _nodes[slot];
        if (Volatile.Read(ref node.Inherited) is { } found && found.Number == _nothing.Number)
            return found;
        var above = node.Parent == None ? _nothing : FindInherited(node.Parent);
        var made = node is { HasRules: true, IsKnown: true } ? above.With(_grants[slot].Packed) : above;
        Volatile.Write(ref node.Inherited, made);
        return made;
    }

    // After a change at the slot: of its rules, its parent, or whether it is in the catalog.
    private void ForgetInherited(int slot)
    {
        if (_places[slot].FirstChild != None)
            _nothing = new(_nothing.Number + 1, [], null);
        _nodes[slot].Inherited = null;
    }

    /// <summary>A list, and those above it that were too long to be copied.</summary>
    /// <param name="Number">Raised by each change that makes lists out of date.</param>
    /// <param name="Grants">As <see cref="AccessRules.Grants.Packed"/>.</param>
    private sealed record Inherited(int Number, int[] Grants, Inherited? Above)
    {
        public Inherited With(int[] own) =>
            own.Length > MaxMerged || own.Length + Grants.Length > MaxMerged
                ? new(Number, own, Grants.Length == 0 ? Above : this)
                : new(Number, Merge(own, Grants), Above);

        private static int[] Merge(int[] own, int[] above)
        {
            Span<int> merged = stackalloc int[MaxMerged];
            var (used, a, b) = (0, 0, 0);
            while (true)
            {
                var (first, second) = (Get(own, a), Get(above, b));
                if (first == PackedGrant.Unused && second == PackedGrant.Unused)
                    return merged[..used].ToArray();
                var (one, other) = (PackedGrant.GetAssignee(first), PackedGrant.GetAssignee(second));
                // The wider level is the larger number.
                merged[used++] = one == other ? Math.Max(first, second) : Math.Min(first, second);
                a += one <= other ? 1 : 0;
                b += other <= one ? 1 : 0;
            }
        }

        private static int Get(int[] grants, int place) => place < grants.Length ? grants[place] : PackedGrant.Unused;
    }
}
