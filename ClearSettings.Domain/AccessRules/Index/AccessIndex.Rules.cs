using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>The rules and what they grant.</summary>
public sealed partial class AccessIndex
{
    private readonly Dictionary<Guid, IndexedRule> _rules = [];

    // By slot. The slot itself has only what a decision needs.
    private readonly Dictionary<int, Grants> _grants = [];

    // Where each assignee has grants of its own: what it can reach without a search through the whole catalog.
    private readonly Dictionary<int, Dictionary<int, int>> _grantedSlots = [];

    /// <summary>Adds a rule or replaces the one with its ID. Costs as much as the rule has assignees.</summary>
    public void SetRule(RuleGrant rule) => Change(() => SetRuleCore(rule));

    /// <summary>Applies changes of rules as one step: no decision sees only some of them.</summary>
    public void SetRules(IReadOnlyCollection<Guid> removed, IReadOnlyCollection<RuleGrant> set) =>
        Change(() =>
        {
            foreach (var id in removed)
                RemoveRuleCore(id);
            foreach (var rule in set)
                SetRuleCore(rule);
        });

    /// <summary>How many rules there are.</summary>
    public int RuleCount => _rules.Count;

    /// <summary>Removes a rule; nothing happens if there is none with this ID.</summary>
    public void RemoveRule(Guid id) => Change(() => RemoveRuleCore(id));

    private void SetRuleCore(RuleGrant rule)
    {
        RemoveRuleCore(rule.Id);
        var slot = rule.ResourceId is { } id ? GetOrAddSlot(new(rule.Type, id)) : None;
        var indexed = new IndexedRule(rule, slot, [.. rule.Assignees.Distinct().Select(GetNumber)]);
        _rules[rule.Id] = indexed;
        GetOrAddGrants(indexed).Add(indexed);
        if (slot == None)
            return;
        _nodes[slot].HasRules = true;
        ForgetInherited(slot);
        foreach (var assignee in indexed.Assignees)
            CountGrant(assignee, slot, 1);
    }

    private void RemoveRuleCore(Guid id)
    {
        if (!_rules.Remove(id, out var rule))
            return;
        var grants = GetOrAddGrants(rule);
        grants.Remove(rule);
        if (rule.Slot == None)
            return;
        ForgetInherited(rule.Slot);
        foreach (var assignee in rule.Assignees)
            CountGrant(assignee, rule.Slot, -1);
        if (grants.Rules.Count > 0)
            return;
        _grants.Remove(rule.Slot);
        _nodes[rule.Slot].HasRules = false;
        RemoveIfUnused(rule.Slot);
    }

    private Grants? FindGrants(int slot, ResourceType type) =>
        slot == None ? _typeGrants[(int)type] : _grants.GetValueOrDefault(slot);

    private Grants GetOrAddGrants(IndexedRule rule) =>
        FindGrants(rule.Slot, rule.Rule.Type) ?? (_grants[rule.Slot] = new());

    private void CountGrant(int assignee, int slot, int by)
    {
        if (!_grantedSlots.TryGetValue(assignee, out var slots))
            _grantedSlots[assignee] = slots = [];
        var count = slots.GetValueOrDefault(slot) + by;
        if (count > 0)
            slots[slot] = count;
        else
            slots.Remove(slot);
    }
}

/// <summary>What an access rule says, for <see cref="AccessIndex"/>.</summary>
/// <param name="Id">Of the rule.</param>
/// <param name="Type">Which type of object it is about.</param>
/// <param name="ResourceId">Which object, or null for all objects of the type.</param>
/// <param name="Level">Read or Modify.</param>
/// <param name="Assignees">IDs of users, service accounts and groups.</param>
public sealed record RuleGrant(
    Guid Id,
    ResourceType Type,
    string? ResourceId,
    AccessLevel Level,
    IReadOnlyCollection<Guid> Assignees
);
