using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Resources;

namespace ClearSettings.Tests.AccessRules;

/// <summary>The access rules in a form that is slow and obviously right.</summary>
public sealed class NaiveAccess
{
    private readonly Dictionary<ResourceKey, string?> _parents = [];
    private readonly Dictionary<Guid, RuleGrant> _rules = [];
    private readonly Dictionary<Guid, Account> _accounts = [];

    public required Guid UsersGroup { get; init; }

    public IEnumerable<ResourceKey> Resources => _parents.Keys;

    public void SetAccount(Guid id, IReadOnlyCollection<Guid> groups, bool isAdmin, bool isQueueAdmin) =>
        _accounts[id] = new([id, UsersGroup, .. groups], isAdmin, isQueueAdmin);

    public bool IsAdmin(Guid account) => !_accounts.TryGetValue(account, out var member) || member.IsAdmin;

    public void RemoveAccount(Guid id) => _accounts.Remove(id);

    public void SetRule(RuleGrant rule) => _rules[rule.Id] = rule;

    public void RemoveRule(Guid id) => _rules.Remove(id);

    public bool SetResource(ResourceKey resource, string? parent)
    {
        if (parent is not null && Lineage(new(ResourceType.Project, parent)).Contains(resource))
            return false;
        _parents[resource] = parent;
        return true;
    }

    public void RemoveResource(ResourceKey resource) => _parents.Remove(resource);

    public AccessLevel GetLevel(Guid account, ResourceKey resource, bool impersonated = false)
    {
        if (!_accounts.TryGetValue(account, out var member) || !_parents.ContainsKey(resource))
            return AccessLevel.None;
        if (member.IsAdmin && !impersonated)
            return AccessLevel.Modify;
        var lineage = Lineage(resource);
        return _rules
            .Values.Where(rule => rule.Assignees.Any(member.Assignees.Contains))
            .Where(rule =>
                rule.ResourceId is { } id
                    ? lineage.Contains(new(rule.Type, id)) && _parents.ContainsKey(new(rule.Type, id))
                    : lineage[0].Type == rule.Type || lineage.Skip(1).Any(ancestor => ancestor.Type == rule.Type)
            )
            .Select(rule => rule.Type == ResourceType.Application ? AccessLevel.Modify : rule.Level)
            .DefaultIfEmpty(AccessLevel.None)
            .Max();
    }

    public bool IsVisible(Guid account, string project, bool impersonated) =>
        _parents.ContainsKey(new(ResourceType.Project, project))
        && _parents.Keys.Any(resource =>
            Lineage(resource).Contains(new(ResourceType.Project, project))
            && GetLevel(account, resource, impersonated) >= AccessLevel.Read
        );

    // The object, its parent, and so on up to the root.
    private List<ResourceKey> Lineage(ResourceKey resource)
    {
        List<ResourceKey> lineage = [resource];
        while (_parents.GetValueOrDefault(lineage[^1]) is { } parent)
            lineage.Add(new(ResourceType.Project, parent));
        return lineage;
    }

    private sealed record Account(HashSet<Guid> Assignees, bool IsAdmin, bool IsQueueAdmin);
}
