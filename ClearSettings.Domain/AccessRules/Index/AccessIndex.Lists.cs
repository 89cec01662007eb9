using System.Collections;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Lists of what an account can read or modify.</summary>
public sealed partial class AccessIndex
{
    /// <summary>
    /// The IDs of the objects of a type to which an account has at least a level, in an order that stays the same while the catalog does. Costs as
    /// much as there are objects below those with rules for the account; all objects where a rule is about a whole type.
    /// </summary>
    public IReadOnlyList<string> GetIds(Guid account, ResourceType type, AccessLevel level, bool impersonated = false)
    {
        _lock.EnterReadLock();
        try
        {
            if (!_accounts.TryGetValue(account, out var member))
                return [];
            var found = FindSlots(member, type, level, impersonated);
            List<string> ids = [];
            for (var slot = 0; slot < _slotCount; slot++)
                if (found[slot])
                    ids.Add(_ids[slot]);
            return ids;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Whether an account may see that a project exists: it can read the project or something below it.</summary>
    public bool IsVisible(Guid account, string project, bool impersonated = false)
    {
        _lock.EnterReadLock();
        try
        {
            return _accounts.TryGetValue(account, out var member)
                && _slots.TryGetValue(new(ResourceType.Project, project), out var slot)
                && _isKnown[slot]
                && IsVisible(member, slot, impersonated);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private bool IsVisible(Account account, int project, bool impersonated)
    {
        if (GetLevel(account, project, impersonated) >= AccessLevel.Read)
            return true;
        foreach (var slot in GetGrantedSlots(account))
            if (_isKnown[slot] && IsBelow(slot, project))
                return true;
        var types = ResourceTypes.All.Where(t => _typeGrants[(int)t].GetWidest(account.Assignees) >= AccessLevel.Read);
        var readable = types.ToHashSet();
        return readable.Count > 0 && Descendants(project).Any(s => _isKnown[s] && readable.Contains(_types[s]));
    }

    private BitArray FindSlots(Account account, ResourceType type, AccessLevel level, bool impersonated)
    {
        var found = new BitArray(_slotCount);
        var everything =
            (account.IsAdmin && !impersonated) || _typeGrants[(int)type].GetWidest(account.Assignees) >= level;
        var inProjects =
            type != ResourceType.Project
            && _typeGrants[(int)ResourceType.Project].GetWidest(account.Assignees) >= level;
        if (everything || inProjects)
            for (var slot = 0; slot < _slotCount; slot++)
                found[slot] = _types[slot] == type && _isKnown[slot] && (everything || _parents[slot] != None);
        if (everything)
            return found;
        var visited = new BitArray(_slotCount);
        foreach (var slot in GetGrantedSlots(account))
            if (_isKnown[slot] && _grants[slot]!.GetWidest(account.Assignees) >= level)
                AddSubtree(slot, type, visited, found);
        return found;
    }

    private void AddSubtree(int root, ResourceType type, BitArray visited, BitArray found)
    {
        var pending = new Stack<int>();
        pending.Push(root);
        while (pending.TryPop(out var slot))
        {
            if (visited[slot])
                continue;
            visited[slot] = true;
            if (_isKnown[slot] && _types[slot] == type)
                found[slot] = true;
            for (var child = _firstChildren[slot]; child != None; child = _nextSiblings[child])
                pending.Push(child);
        }
    }

    private IEnumerable<int> GetGrantedSlots(Account account)
    {
        foreach (var assignee in account.Assignees.Items)
            if (_grantedSlots.TryGetValue(assignee, out var slots))
                foreach (var slot in slots.Keys)
                    yield return slot;
    }

    private bool IsBelow(int slot, int ancestor)
    {
        for (var at = slot; at != None; at = _parents[at])
            if (at == ancestor)
                return true;
        return false;
    }

    private IEnumerable<int> Descendants(int root)
    {
        var pending = new Stack<int>();
        pending.Push(root);
        while (pending.TryPop(out var slot))
            for (var child = _firstChildren[slot]; child != None; child = _nextSiblings[child])
            {
                yield return child;
                pending.Push(child);
            }
    }
}
