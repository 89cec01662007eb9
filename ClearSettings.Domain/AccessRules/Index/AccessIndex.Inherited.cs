using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// What the rules on an object and on the projects above it grant, put together when it is first asked for. A change of
/// the rules or the hierarchy of projects costs the same whatever is below: it only makes the lists out of date.
/// </summary>
public sealed partial class AccessIndex
{
    // A longer list is not copied into the lists of everything below it.
    private const int MaxMerged = 64;

    private int _inheritedVersion;

    private AccessLevel GetInherited(AssigneeSet assignees, int slot)
    {
        ref var node = ref _nodes[slot];
        // An object without rules of its own has what its project has, so the list is kept with the project.
        var at = node.HasRules || node.Type == ResourceType.Project ? slot : node.Parent;
        var level = AccessLevel.None;
        while (at != None && level < AccessLevel.Modify)
        {
            var inherited = FindInherited(at);
            level = Max(level, assignees.GetWidest(InheritedList.GetGrants(inherited)));
            at = InheritedList.GetNext(inherited);
        }
        return level;
    }

    // Questions are answered at the same time: each may make the list, and one of the equal lists stays.
    private int[] FindInherited(int slot)
    {
        ref var node = ref _nodes[slot];
        if (Volatile.Read(ref node.Inherited) is { } found && InheritedList.GetVersion(found) == _inheritedVersion)
            return found;
        var above = node.Parent == None ? InheritedList.Empty(_inheritedVersion) : FindInherited(node.Parent);
        var made = node is { HasRules: true, IsKnown: true }
            ? InheritedList.Add(_grants[slot].Packed, above, node.Parent)
            : above;
        Volatile.Write(ref node.Inherited, made);
        return made;
    }

    // After a change at the slot: of its rules, its parent, or whether it is in the catalog.
    private void ForgetInherited(int slot)
    {
        if (_places[slot].FirstChild != None)
            _inheritedVersion++;
        _nodes[slot].Inherited = null;
    }

    /// <summary>
    /// An array with a version, the slot where the list goes on or <see cref="None"/>, and grants as in
    /// <see cref="Grants.Packed"/>. One array, so that a decision reads one place of the memory.
    /// </summary>
    private static class InheritedList
    {
        private const int Header = 2;

        public static int[] Empty(int version) => [version, None];

        public static int GetVersion(int[] list) => list[0];

        public static int GetNext(int[] list) => list[1];

        public static ReadOnlySpan<int> GetGrants(int[] list) => list.AsSpan(Header);

        /// <summary>The grants on an object, and the list of the project that it is in.</summary>
        public static int[] Add(ReadOnlySpan<int> own, int[] above, int project)
        {
            var version = GetVersion(above);
            var inherited = GetGrants(above);
            return own.Length + inherited.Length > MaxMerged
                ? [version, inherited.IsEmpty ? GetNext(above) : project, .. own]
                : Merge([version, GetNext(above)], own, inherited);
        }

        private static int[] Merge(ReadOnlySpan<int> header, ReadOnlySpan<int> own, ReadOnlySpan<int> above)
        {
            Span<int> merged = stackalloc int[MaxMerged];
            var (used, a, b) = (0, 0, 0);
            while (true)
            {
                var (first, second) = (Get(own, a), Get(above, b));
                if (first == PackedGrant.Unused && second == PackedGrant.Unused)
                    return [.. header, .. merged[..used]];
                var (one, other) = (PackedGrant.GetAssignee(first), PackedGrant.GetAssignee(second));
                // The wider level is the larger number.
                merged[used++] = one == other ? Math.Max(first, second) : Math.Min(first, second);
                a += one <= other ? 1 : 0;
                b += other <= one ? 1 : 0;
            }
        }

        private static int Get(ReadOnlySpan<int> grants, int place) =>
            place < grants.Length ? grants[place] : PackedGrant.Unused;
    }
}
