using System.Collections;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Domain.AccessRules;

/// <summary>What a change of the rules would do.</summary>
public sealed partial class AccessIndex
{
    /// <summary>Objects and accounts that a preview names.</summary>
    public const int MaxListed = 50;

    // Objects times kinds of accounts that a preview looks at: about a quarter of a second.
    private const int MaxPreviewSteps = 5_000_000;

    /// <summary>
    /// What a change of the rules would do. Accounts in the same groups are looked at together, so the cost is the
    /// number of affected objects times
    /// the number of different combinations of groups.
    /// </summary>
    public AccessPreview Preview(RuleChange change)
    {
        // An assignee that no rule named before needs a number; it stays unused if the change is not made.
        Change(() =>
        {
            foreach (var assignee in change.Added.SelectMany(rule => rule.Assignees))
                GetNumber(assignee);
        });
        _lock.EnterReadLock();
        try
        {
            var removed = change.Removed.Where(_rules.ContainsKey).Select(id => _rules[id]).ToList();
            return new PreviewRun(this, removed, [.. change.Added.Select(Number)]).Run(LocksOutCore(change));
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>
    /// Whether a change would leave no member who can read a project by rules, although some can now. Costs as much as
    /// there are rules and members.
    /// </summary>
    public bool LocksOutMembers(RuleChange change)
    {
        _lock.EnterReadLock();
        try
        {
            return LocksOutCore(change);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private bool LocksOutCore(RuleChange change)
    {
        var removed = change.Removed.ToHashSet();
        List<RuleGrant> current = [.. _rules.Values.Select(r => r.Rule)];
        return CanReadProjects(current)
            && !CanReadProjects([.. current.Where(r => !removed.Contains(r.Id)), .. change.Added]);
    }

    private bool CanReadProjects(IEnumerable<RuleGrant> rules)
    {
        var assignees = rules
            .Where(r => r.Type == ResourceType.Project)
            .Where(r => r.ResourceId is null || IsKnown(FindSlot(r.Type, r.ResourceId)))
            .SelectMany(r => r.Assignees)
            .ToHashSet();
        return _accounts.Values.Any(a => !a.IsAdmin && a.Assignees.Items.Any(n => assignees.Contains(_assigneeIds[n])));
    }

    private IndexedRule Number(RuleGrant rule) =>
        new(
            rule,
            rule.ResourceId is not { } id ? None
                : FindSlot(rule.Type, id) is var slot and not None ? slot
                : Missing,
            [.. rule.Assignees.Distinct().Select(a => _assigneeNumbers[a])]
        );

    /// <summary>The grants as they would be after a change.</summary>
    private sealed record ChangedGrants(AccessIndex Index, Dictionary<int, Grants> Slots, Grants?[] Types)
    {
        public AccessLevel GetLevel(AssigneeSet assignees, int slot)
        {
            var nodes = Index._nodes;
            var type = nodes[slot].Type;
            var level = GetTypeLevel(assignees, type);
            for (var at = slot; at != None && level < AccessLevel.Modify; at = nodes[at].Parent)
                if (nodes[at].IsKnown && Find(at) is { } grants)
                    level = Max(level, assignees.GetWidest(grants.Packed));
            return nodes[slot].Parent != None && type != ResourceType.Project && level < AccessLevel.Modify
                ? Max(level, GetTypeLevel(assignees, ResourceType.Project))
                : level;
        }

        private Grants? Find(int slot) =>
            Slots.TryGetValue(slot, out var grants) ? grants
            : Index._nodes[slot].HasRules ? Index._grants[slot]
            : null;

        private AccessLevel GetTypeLevel(AssigneeSet assignees, ResourceType type) =>
            assignees.GetWidest((Types[(int)type] ?? Index._typeGrants[(int)type]).Packed);
    }

    private sealed class PreviewRun
    {
        private readonly AccessIndex _index;
        private readonly List<IndexedRule> _changed;
        private readonly ChangedGrants _after;
        private readonly Tally[] _tallies;
        private int _steps;

        public PreviewRun(AccessIndex index, List<IndexedRule> removed, List<IndexedRule> added)
        {
            _index = index;
            _changed = [.. removed.Concat(added).Where(r => r.Slot != Missing)];
            var slots = new Dictionary<int, Grants>();
            var types = new Grants?[ResourceTypes.All.Count];
            foreach (var place in _changed.Select(r => (r.Slot, r.Rule.Type)).Distinct())
            {
                var now = index.FindGrants(place.Slot, place.Type);
                var after = new Grants();
                IEnumerable<IndexedRule> rules = now?.Rules ?? [];
                foreach (var rule in rules.Except(removed).Concat(added.Where(r => (r.Slot, r.Rule.Type) == place)))
                    after.Add(rule);
                if (place.Slot == None)
                    types[(int)place.Type] = after;
                else
                    slots[place.Slot] = after;
            }
            _after = new(index, slots, types);
            _tallies = [.. Enum.GetValues<AccessEffect>().Select(e => new Tally(e, index._slotCount))];
        }

        public AccessPreview Run(bool locksOutMembers)
        {
            var assignees = _changed.SelectMany(r => r.Assignees).ToHashSet();
            var affected = FindSlots();
            var classes = _index
                ._accounts.Where(a => !a.Value.IsAdmin && a.Value.Assignees.Items.Any(assignees.Contains))
                .GroupBy(a => string.Join(',', Relevant(a.Value.Assignees, assignees)));
            foreach (var alike in classes)
                if (!Compare([.. alike.Select(a => a.Key)], alike.First().Value.Assignees, affected))
                    break;
            return new(
                [.. _tallies.Where(t => t.Accounts.Count > 0).Select(t => t.Count(_index))],
                _steps <= MaxPreviewSteps,
                locksOutMembers
            );
        }

        // Of the numbers of an account those that some rule names: accounts that agree in them have the same access.
        private IEnumerable<int> Relevant(AssigneeSet account, HashSet<int> changed) =>
            account
                .Items.Where(a =>
                    changed.Contains(a)
                    || _index._grantedSlots.ContainsKey(a)
                    || _index._typeGrants.Any(g => g.Get(a) > AccessLevel.None)
                )
                .Order();

        private List<int> FindSlots()
        {
            var visited = new BitArray(_index._slotCount);
            List<int> found = [];
            foreach (var rule in _changed)
            {
                IEnumerable<int> slots = rule.Slot == None ? SlotsOf(rule.Rule.Type) : [rule.Slot, .. Below(rule.Slot)];
                foreach (var slot in slots)
                    if (_index.IsKnown(slot) && !visited[slot])
                    {
                        visited[slot] = true;
                        found.Add(slot);
                    }
            }
            return found;
        }

        private IEnumerable<int> Below(int slot) => _index.Descendants(slot);

        private IEnumerable<int> SlotsOf(ResourceType type)
        {
            for (var slot = 0; slot < _index._slotCount; slot++)
                if (
                    _index._nodes[slot].Type == type
                    || (type == ResourceType.Project && _index._nodes[slot].Parent != None)
                )
                    yield return slot;
        }

        private bool Compare(List<Guid> accounts, AssigneeSet assignees, List<int> slots)
        {
            foreach (var slot in slots)
            {
                if (++_steps > MaxPreviewSteps)
                    return false;
                var before = _index.GetLevel(assignees, slot);
                var after = _after.GetLevel(assignees, slot);
                if (before != after)
                    _tallies[(int)EffectOf(before, after)].Add(accounts, slot);
            }
            return true;
        }

        private static AccessEffect EffectOf(AccessLevel before, AccessLevel after) =>
            (before, after) switch
            {
                (_, AccessLevel.Modify) => AccessEffect.GrantsModify,
                (AccessLevel.None, _) => AccessEffect.GrantsRead,
                (_, AccessLevel.None) => AccessEffect.RemovesRead,
                _ => AccessEffect.RemovesModify,
            };
    }

    private sealed class Tally(AccessEffect effect, int slots)
    {
        private readonly BitArray _seen = new(slots);
        private readonly List<int> _first = [];
        private int _objects;

        public HashSet<Guid> Accounts { get; } = [];

        public void Add(List<Guid> accounts, int slot)
        {
            Accounts.UnionWith(accounts);
            if (_seen[slot])
                return;
            _seen[slot] = true;
            _objects++;
            if (_first.Count < MaxListed)
                _first.Add(slot);
        }

        public AccessEffectCounts Count(AccessIndex index) =>
            new(
                effect,
                _objects,
                [.. _first.Select(s => index.GetKey(s))],
                Accounts.Count,
                [.. Accounts.Order().Take(MaxListed)]
            );
    }
}
