using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Which rules decide.</summary>
public sealed partial class AccessIndex
{
    /// <summary>
    /// Why an account has access to an object: the rules that grant it, widest level first. Empty if it has none by
    /// rules.
    /// </summary>
    public IReadOnlyList<AccessReason> GetReasons(Guid account, ResourceKey resource)
    {
        _lock.EnterReadLock();
        try
        {
            return _accounts.TryGetValue(account, out var member)
                ? FindReasons(resource, member.Assignees.Contains)
                : [];
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>
    /// Who has access to an object by rules: one entry for each rule and assignee. Administrators are not in it.
    /// </summary>
    public IReadOnlyList<AccessReason> GetGrants(ResourceKey resource)
    {
        _lock.EnterReadLock();
        try
        {
            return FindReasons(resource, _ => true);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private List<AccessReason> FindReasons(ResourceKey resource, Func<int, bool> isWanted)
    {
        var slot = FindSlot(resource);
        if (!IsKnown(slot))
            return [];
        return
        [
            .. GetReasons(slot)
                .Where(r => isWanted(r.Assignee))
                .Select(r => new AccessReason(
                    r.Rule.Rule.Id,
                    _assigneeIds[r.Assignee],
                    GetPath(slot, r.At),
                    r.Rule.Level
                ))
                .OrderByDescending(r => r.Level),
        ];
    }

    // Every rule and assignee that counts for a slot, and the slot that the rule is on (None for a whole type).
    private IEnumerable<(IndexedRule Rule, int Assignee, int At)> GetReasons(int slot)
    {
        for (var at = slot; at != None; at = _nodes[at].Parent)
            if (IsKnown(at) && _grants.TryGetValue(at, out var grants))
                foreach (var reason in GetReasons(grants, at))
                    yield return reason;
        foreach (var reason in GetReasons(_typeGrants[(int)_nodes[slot].Type], None))
            yield return reason;
        if (_nodes[slot].Type != ResourceType.Project && _nodes[slot].Parent != None)
            foreach (var reason in GetReasons(_typeGrants[(int)ResourceType.Project], _nodes[slot].Parent))
                yield return reason;
    }

    private static IEnumerable<(IndexedRule Rule, int Assignee, int At)> GetReasons(Grants grants, int at) =>
        grants.Rules.SelectMany(rule => rule.Assignees.Select(assignee => (rule, assignee, at)));

    // From the object up to the one that the rule is on.
    private ResourceKey[] GetPath(int slot, int to)
    {
        List<ResourceKey> path = [];
        for (var at = slot; at != None; at = _nodes[at].Parent)
        {
            path.Add(GetKey(at));
            if (at == to || to == None)
                break;
        }
        return [.. path];
    }
}

/// <summary>One rule that grants access to an object.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Assignee">The user, service account or group that the rule names.</param>
/// <param name="Path">The object, then its ancestors up to the one that the rule is on.</param>
/// <param name="Level">What the rule grants.</param>
public sealed record AccessReason(Guid RuleId, Guid Assignee, IReadOnlyList<ResourceKey> Path, AccessLevel Level);
