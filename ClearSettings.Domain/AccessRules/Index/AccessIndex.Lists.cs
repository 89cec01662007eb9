using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Lists of what an account can read or modify.</summary>
public sealed partial class AccessIndex
{
    /// <summary>
    /// The IDs of the objects of a type to which an account has at least a level, in an order that stays the same while
    /// the catalog does. Costs as
    /// much as the catalog has objects: it is read once from beginning to end.
    /// </summary>
    public IReadOnlyList<string> GetIds(Guid account, ResourceType type, AccessLevel level, bool impersonated = false)
    {
        _lock.EnterReadLock();
        try
        {
            if (!_accounts.TryGetValue(account, out var member))
                return [];
            var reach = FindReach(member, type, level, impersonated);
            List<string> ids = [];
            for (var slot = 0; slot < _slotCount; slot++)
                if (Is(slot, type) && (reach.Everything || IsIn(slot, reach)))
                    ids.Add(_places[slot].Id);
            return ids;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>
    /// Whether an account may see that a project exists: it can read the project or something below it.
    /// </summary>
    public bool IsVisible(Guid account, string project, bool impersonated = false)
    {
        _lock.EnterReadLock();
        try
        {
            return _accounts.TryGetValue(account, out var member)
                && FindSlot(ResourceType.Project, project) is var slot
                && IsKnown(slot)
                && IsVisible(member, slot, impersonated);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private bool IsVisible(in Account account, int project, bool impersonated)
    {
        if (GetLevel(account, project, impersonated) >= AccessLevel.Read)
            return true;
        foreach (var slot in GetGrantedSlots(account.Assignees))
            if (IsKnown(slot) && IsBelow(slot, project))
                return true;
        var assignees = account.Assignees;
        var types = ResourceTypes.All.Where(t => GetTypeLevel(assignees, t) >= AccessLevel.Read);
        var readable = types.ToHashSet();
        return readable.Count > 0 && Descendants(project).Any(s => IsKnown(s) && readable.Contains(_nodes[s].Type));
    }

    private bool Is(int slot, ResourceType type) => _nodes[slot].Type == type && _nodes[slot].IsKnown;

    private Reach FindReach(in Account account, ResourceType type, AccessLevel level, bool impersonated)
    {
        var assignees = account.Assignees;
        var everything = (account.IsAdmin && !impersonated) || GetTypeLevel(assignees, type) >= level;
        var isForProjects = type != ResourceType.Project && GetTypeLevel(assignees, ResourceType.Project) >= level;
        var slots = new bool?[everything ? 0 : _slotCount];
        if (!everything)
            foreach (var slot in GetGrantedSlots(assignees))
                if (IsKnown(slot) && assignees.GetWidest(_grants[slot].Packed) >= level)
                    slots[slot] = true;
        return new(everything, isForProjects, slots);
    }

    // Whether a rule on the object or on a project above it is for the account. What was found is kept for the others
    // below.
    private bool IsIn(int slot, Reach reach)
    {
        var (slots, parent) = (reach.Slots, _nodes[slot].Parent);
        if (slots[slot] is { } known)
            return known;
        if (parent == None)
            return false;
        if (reach.AllInProjects)
            return true;
        var top = parent;
        while (top != None && slots[top] is null)
            top = _nodes[top].Parent;
        var isIn = top != None && slots[top] == true;
        for (var at = parent; at != top; at = _nodes[at].Parent)
            slots[at] = isIn;
        return isIn;
    }

    /// <summary>Which objects a list has.</summary>
    /// <param name="Slots">True for those with a rule for the account; null where nothing is known yet.</param>
    private sealed record Reach(bool Everything, bool AllInProjects, bool?[] Slots);

    private IEnumerable<int> GetGrantedSlots(AssigneeSet assignees)
    {
        foreach (var assignee in assignees.Items)
            if (_grantedSlots.TryGetValue(assignee, out var slots))
                foreach (var slot in slots.Keys)
                    yield return slot;
    }

    private bool IsBelow(int slot, int ancestor)
    {
        for (var at = slot; at != None; at = _nodes[at].Parent)
            if (at == ancestor)
                return true;
        return false;
    }

    private IEnumerable<int> Descendants(int root)
    {
        var pending = new Stack<int>();
        pending.Push(root);
        while (pending.TryPop(out var slot))
            for (var child = _places[slot].FirstChild; child != None; child = _places[child].NextSibling)
            {
                yield return child;
                pending.Push(child);
            }
    }
}
