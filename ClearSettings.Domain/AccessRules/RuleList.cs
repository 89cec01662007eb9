using System.Linq.Expressions;
using ClearSettings.Domain.Resources;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Which rules to list, and in which order. What is null does not filter.</summary>
public sealed record RuleQuery
{
    /// <summary>Only these rules; at most <see cref="IdList.MaxCount"/>.</summary>
    public IReadOnlyCollection<Guid>? Ids { get; init; }

    public ResourceType? Type { get; init; }

    /// <summary>The ID of the object that they are on.</summary>
    public string? Resource { get; init; }

    /// <summary>The ID of the object that they are on, or a part of its name, capitals aside.</summary>
    public string? Search { get; init; }

    /// <summary>A user, service account or group that they name.</summary>
    public Guid? Assignee { get; init; }

    /// <summary>A user or service account that they name.</summary>
    public Guid? Account { get; init; }

    /// <summary>A group that they name.</summary>
    public Guid? Group { get; init; }

    public RuleOrder Order { get; init; }

    public bool Descending { get; init; }
}

/// <summary>The column that rules are sorted by.</summary>
public enum RuleOrder
{
    /// <summary>By type, those on all objects first, then by the ID of the object.</summary>
    Resource,
    Permission,
    LastUpdate,
}

/// <summary>A rule in a list.</summary>
/// <param name="ResourceName">"" where the catalog does not have the object any more; null for all objects.</param>
/// <param name="State">What it says, with all of its assignees.</param>
public sealed record RuleRow(
    Guid Id,
    RuleState State,
    string? ResourceName,
    DateTime UpdatedAt,
    Guid? UpdatedById,
    string UpdatedByName,
    int RowVersion
)
{
    /// <summary>
    /// The first users of the rule, at most <see cref="RuleList.MaxNamed"/>; the others are in the state.
    /// </summary>
    public IReadOnlyList<NamedAssignee> Users { get; init; } = [];

    /// <summary>As <see cref="Users"/>.</summary>
    public IReadOnlyList<NamedAssignee> ServiceAccounts { get; init; } = [];

    /// <summary>As <see cref="Users"/>.</summary>
    public IReadOnlyList<NamedAssignee> Groups { get; init; } = [];
}

/// <summary>The rules of the current workspace, filtered, sorted and cut by the database.</summary>
public sealed class RuleList(ClearSettingsDb db, AccessNames names)
{
    /// <summary>Names of each kind in a row.</summary>
    public const int MaxNamed = 5;

    // Objects that a search finds by name before it looks at the rules instead.
    private const int MaxFound = 500;

    public async Task<int> CountAsync(RuleQuery query) => await (await MatchAsync(query)).CountAsync();

    /// <summary>A page of rules with the first names of each.</summary>
    /// <param name="most">Names of each kind that a row gets.</param>
    public async Task<IReadOnlyList<RuleRow>> ReadAsync(RuleQuery query, int skip, int take, int most = MaxNamed)
    {
        var rows = await ReadWithoutNamesAsync(query, skip, take);
        var assignees = await names.GetAssigneesAsync(
            rows.SelectMany(r =>
                r.State.Users.Take(most).Concat(r.State.ServiceAccounts.Take(most)).Concat(r.State.Groups.Take(most))
            )
        );
        var resources = await NameResourcesAsync(rows);
        return [.. rows.Select(r => AddNames(r, assignees, resources, most))];
    }

    /// <summary>A page of rules without names, for programs, which need IDs only.</summary>
    public async Task<IReadOnlyList<RuleRow>> ReadWithoutNamesAsync(RuleQuery query, int skip, int take)
    {
        var rules = await Sort(await MatchAsync(query), query).Skip(skip).Take(take).ToListAsync();
        var ids = rules.ConvertAll(r => r.Id);
        var assignees = (
            await db.RuleAssignees.AsNoTracking().Where(a => ids.Contains(a.RuleId)).ToListAsync()
        ).ToLookup(a => a.RuleId);
        return
        [
            .. rules.Select(r => new RuleRow(
                r.Id,
                RuleState.From(r, assignees[r.Id]),
                null,
                r.UpdatedAt,
                r.UpdatedById,
                r.UpdatedByName,
                r.RowVersion
            )),
        ];
    }

    /// <summary>Those of the rules that exist, by type and object, with the first names of each.</summary>
    /// <param name="ids">At most <see cref="IdList.MaxCount"/>.</param>
    public async Task<IReadOnlyList<RuleRow>> ReadAsync(IReadOnlyCollection<Guid> ids) =>
        await ReadAsync(new RuleQuery { Ids = ids }, 0, ids.Count);

    /// <summary>One rule with the names of all its assignees, for its form; null when it does not exist here.</summary>
    public async Task<RuleRow?> FindAsync(Guid id)
    {
        var rule = await db.AccessRules.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id);
        if (rule is null)
            return null;
        var assignees = await db.RuleAssignees.AsNoTracking().Where(a => a.RuleId == id).ToListAsync();
        var row = new RuleRow(
            rule.Id,
            RuleState.From(rule, assignees),
            null,
            rule.UpdatedAt,
            rule.UpdatedById,
            rule.UpdatedByName,
            rule.RowVersion
        );
        var named = await names.GetAssigneesAsync(row.State.Assignees);
        return AddNames(row, named, await NameResourcesAsync([row]), int.MaxValue);
    }

    private async Task<Dictionary<ResourceKey, string>> NameResourcesAsync(IReadOnlyList<RuleRow> rows)
    {
        var keys = rows.SelectMany(r => UpdateRule.GetResource(r.State)).Distinct().ToList();
        return (await names.GetResourcesAsync(keys)).ToDictionary(r => r.Key, r => r.Name);
    }

    private static RuleRow AddNames(
        RuleRow row,
        IReadOnlyDictionary<Guid, NamedAssignee> assignees,
        Dictionary<ResourceKey, string> resources,
        int most
    )
    {
        return row with
        {
            ResourceName = row.State.ResourceId is { } id ? resources[new(row.State.Type, id)] : null,
            Users = Name(row.State.Users),
            ServiceAccounts = Name(row.State.ServiceAccounts),
            Groups = Name(row.State.Groups),
        };

        IReadOnlyList<NamedAssignee> Name(IReadOnlyList<Guid> ids) =>
            [.. ids.Take(most).Where(assignees.ContainsKey).Select(id => assignees[id]).OrderBy(a => a.Name)];
    }

    private async Task<IQueryable<AccessRule>> MatchAsync(RuleQuery query)
    {
        var rules = MatchAssignees(db.AccessRules.AsNoTracking(), query);
        if (query.Ids is { } ids)
            rules = rules.Where(r => ids.Contains(r.Id));
        if (query.Type is { } type)
            rules = rules.Where(r => r.Type == type);
        if (query.Resource is { Length: > 0 } resource)
            rules = ResourceKey.IsId(resource) ? rules.Where(r => r.ResourceId == resource) : rules.Where(r => false);
        var search = TextLimits.ToSearch(query.Search, Resource.MaxNameKeyLength);
        return search.Length > 0 ? await SearchAsync(rules, search, query.Type) : rules;
    }

    private IQueryable<AccessRule> MatchAssignees(IQueryable<AccessRule> rules, RuleQuery query)
    {
        if (query.Assignee is { } assignee)
            rules = rules.Where(r => db.RuleAssignees.Any(a => a.RuleId == r.Id && a.AssigneeId == assignee));
        if (query.Account is { } account)
            rules = rules.Where(r =>
                db.RuleAssignees.Any(a => a.RuleId == r.Id && a.AssigneeId == account && a.Kind != AssigneeKind.Group)
            );
        if (query.Group is { } group)
            rules = rules.Where(r =>
                db.RuleAssignees.Any(a => a.RuleId == r.Id && a.AssigneeId == group && a.Kind == AssigneeKind.Group)
            );
        return rules;
    }

    // A name that few objects have is looked for in the catalog, which has an index of names. Of one that many have,
    // the rules are asked
    // one by one, and most of them match.
    private async Task<IQueryable<AccessRule>> SearchAsync(
        IQueryable<AccessRule> rules,
        string text,
        ResourceType? type
    )
    {
        var key = Resource.ToKey(text);
        var named = db.Resources.Where(o => o.DeletedAt == null && o.NameKey.Contains(key));
        if (type is { } only)
            named = named.Where(o => o.Type == only);
        var found = await named.OrderBy(o => o.NameKey).Select(o => o.ResourceId).Take(MaxFound + 1).ToListAsync();
        if (found.Count > MaxFound)
            return rules.Where(r =>
                r.ResourceId == text || named.Any(o => o.Type == r.Type && o.ResourceId == r.ResourceId)
            );
        var types = type is { } one ? [one] : ResourceTypes.All;
        var ids = found.Append(text).Distinct().ToList();
        return rules.Where(r =>
            types.Contains(r.Type)
            && ids.Contains(r.ResourceId!)
            && (r.ResourceId == text || named.Any(o => o.Type == r.Type && o.ResourceId == r.ResourceId))
        );
    }

    private static IQueryable<AccessRule> Sort(IQueryable<AccessRule> rules, RuleQuery query) =>
        query.Order switch
        {
            RuleOrder.Permission => By(rules, r => r.Level, query.Descending).ThenBy(r => r.Type).ThenBy(r => r.Id),
            RuleOrder.LastUpdate => By(rules, r => r.UpdatedAt, query.Descending).ThenBy(r => r.Id),
            _ => By(rules, r => r.Type, query.Descending)
                .ThenBy(r => r.ResourceId != null)
                .ThenBy(r => r.ResourceId)
                .ThenBy(r => r.Id),
        };

    private static IOrderedQueryable<AccessRule> By<T>(
        IQueryable<AccessRule> rules,
        Expression<Func<AccessRule, T>> key,
        bool down
    ) => down ? rules.OrderByDescending(key) : rules.OrderBy(key);
}
