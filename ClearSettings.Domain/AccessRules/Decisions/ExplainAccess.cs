using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Resources;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Explains decisions in the current workspace. Whoever calls it has asked whether the caller may see them.
/// </summary>
public sealed class ExplainAccess(
    ClearSettingsDb db,
    AccessIndexCache indexes,
    AccessNames names,
    PrincipalCache principals,
    Current current
)
{
    private const int MaxSuggestedGroups = 5;

    /// <summary>Entries of <see cref="GetHoldersAsync"/>.</summary>
    public const int MaxHolders = 1_000;

    public async Task<AccessExplanation> ExplainAsync(AccessQuestion question)
    {
        var named = await names.GetAssigneesAsync([question.AccountId]);
        if (!named.TryGetValue(question.AccountId, out var account) || account.Kind == AssigneeKind.Group)
            return AccessExplanation.Refused(StepKind.UnknownAccount, question.AccountId.ToHex(), "Unknown account");
        if (await FindImpersonationObstacleAsync(question) is { } obstacle)
            return obstacle;
        var resource = (await names.GetResourcesAsync([question.Resource]))[0];
        if (resource.Name.Length == 0)
            return AccessExplanation.Refused(StepKind.UnknownResource, question.Resource.Id, "Not in the catalog");
        var index = await indexes.GetAsync(current.WorkspaceId);
        var impersonated = question.IsImpersonated || question.ImpersonatedBy is not null;
        var level = index.GetLevel(account.Id, question.Resource, impersonated);
        var reason = await FindReasonAsync(index, account, question, level);
        return level >= question.Action
            ? new(true, reason, [])
            : new(false, reason, await SuggestAsync(index, account, resource, question.Action));
    }

    /// <summary>Who can read or modify an object, and through what: Admins, then the widest first.</summary>
    /// <returns>At most <see cref="MaxHolders"/>; nothing for an object that the catalog does not have.</returns>
    public async Task<IReadOnlyList<AccessHolder>> GetHoldersAsync(ResourceKey resource)
    {
        var own = (await names.GetResourcesAsync([resource]))[0];
        if (own.Name.Length == 0)
            return [];
        var index = await indexes.GetAsync(current.WorkspaceId);
        var grants = index.GetGrants(resource).Take(MaxHolders).ToList();
        var assignees = await names.GetAssigneesAsync(grants.Select(g => g.Assignee));
        var places = await NamePathAsync(grants.SelectMany(g => g.Path));
        var isForType = await FindTypeRulesAsync([.. grants.Select(g => g.RuleId)]);
        var admins = await db.Groups.SingleAsync(g => g.BuiltIn == BuiltInGroup.Admins);
        return
        [
            new(new(admins.Id, admins.Name, AssigneeKind.Group), AccessLevel.Modify, null, [own], false),
            .. grants
                .Where(g => assignees.ContainsKey(g.Assignee))
                .Select(g => new AccessHolder(
                    assignees[g.Assignee],
                    g.Level,
                    g.RuleId,
                    [.. g.Path.Select(k => places[k])],
                    isForType.Contains(g.RuleId)
                )),
        ];
    }

    private async Task<AccessExplanation?> FindImpersonationObstacleAsync(AccessQuestion question)
    {
        if (question.ImpersonatedBy is not { } actor)
            return null;
        var caller = await principals.FindAsync(actor, current.WorkspaceId);
        var other = await principals.FindAsync(question.AccountId, current.WorkspaceId);
        if (caller is null || other is null)
            return AccessExplanation.Refused(StepKind.UnknownAccount, actor.ToHex(), "Unknown account");
        return Impersonation.Enter(caller, other, ownRights: false) is null
            ? AccessExplanation.Refused(
                StepKind.ImpersonationNotAllowed,
                actor.ToHex(),
                $"{caller.UserName} cannot impersonate {other.UserName}"
            )
            : null;
    }

    private async Task<IReadOnlyList<AccessStep>> FindReasonAsync(
        AccessIndex index,
        NamedAssignee account,
        AccessQuestion question,
        AccessLevel level
    )
    {
        if (level == AccessLevel.None)
            return [];
        var first = new AccessStep(ToStep(account.Kind), account.Id.ToHex(), account.Name);
        if (index.GetReasons(account.Id, question.Resource).FirstOrDefault(r => r.Level == level) is not { } reason)
            return [first, await GetAdminsAsync(), .. await DescribePathAsync([question.Resource])];
        List<AccessStep> steps = [first];
        if (reason.Assignee != account.Id)
            steps.Add(await GetGroupAsync(reason.Assignee));
        steps.Add(await DescribeRuleAsync(reason.RuleId));
        return [.. steps, .. await DescribePathAsync(reason.Path.Reverse())];
    }

    private async Task<IReadOnlyList<AccessSuggestion>> SuggestAsync(
        AccessIndex index,
        NamedAssignee account,
        NamedResource resource,
        AccessLevel action
    )
    {
        var grants = index.GetGrants(resource.Key);
        var own = grants.FirstOrDefault(g => g.Assignee == account.Id && g.Path.Count == 1 && g.Level < action);
        var canChange = own is not null && !(await FindTypeRulesAsync([own.RuleId])).Contains(own.RuleId);
        var groups = await names.GetAssigneesAsync(grants.Where(g => g.Level >= action).Select(g => g.Assignee));
        return
        [
            SuggestRule(account, resource, action, canChange ? own : null),
            .. groups
                .Values.Where(g => g.Kind == AssigneeKind.Group)
                .OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase)
                .Take(MaxSuggestedGroups)
                .Select(g => new AccessSuggestion(SuggestionKind.JoinGroup, g.Id.ToHex(), g.Name)
                {
                    Sentence = $"Add {account.Name} to the group {g.Name}",
                }),
        ];
    }

    private static AccessSuggestion SuggestRule(
        NamedAssignee account,
        NamedResource resource,
        AccessLevel action,
        AccessReason? own
    )
    {
        var label = RuleText.GetLabel(action);
        return own is null
            ? new(SuggestionKind.CreateRule, resource.Key.Id, resource.Name)
            {
                Sentence = $"Create a rule that gives {account.Name} {label} on {resource.Name}",
            }
            : new(SuggestionKind.ChangeRule, own.RuleId.ToHex(), label)
            {
                Sentence = $"Change the rule of {account.Name} on {resource.Name} to {label}",
            };
    }

    private async Task<AccessStep> GetAdminsAsync()
    {
        var admins = await db.Groups.SingleAsync(g => g.BuiltIn == BuiltInGroup.Admins);
        return new(StepKind.Group, admins.Id.ToHex(), admins.Name);
    }

    private async Task<AccessStep> GetGroupAsync(Guid id)
    {
        var name = await db.Groups.Where(g => g.Id == id).Select(g => g.Name).FirstOrDefaultAsync();
        return new(StepKind.Group, id.ToHex(), name ?? "");
    }

    private async Task<AccessStep> DescribeRuleAsync(Guid id)
    {
        var rule = await db.AccessRules.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id);
        var text = rule is null ? "" : RuleText.DescribeRule(rule.Type, rule.ResourceId, rule.Level);
        return new(StepKind.Rule, id.ToHex(), text);
    }

    private async Task<IEnumerable<AccessStep>> DescribePathAsync(IEnumerable<ResourceKey> path) =>
        (await names.GetResourcesAsync([.. path])).Select(r => new AccessStep(
            Enum.Parse<StepKind>(r.Key.Type.ToString()),
            r.Key.Id,
            r.Name
        ));

    private async Task<Dictionary<ResourceKey, NamedResource>> NamePathAsync(IEnumerable<ResourceKey> keys) =>
        (await names.GetResourcesAsync([.. keys.Distinct()])).ToDictionary(r => r.Key);

    private async Task<HashSet<Guid>> FindTypeRulesAsync(IReadOnlyCollection<Guid> ids)
    {
        const int chunk = 500;
        HashSet<Guid> found = [];
        foreach (var some in ids.Distinct().Chunk(chunk))
            found.UnionWith(
                await db
                    .AccessRules.Where(r => some.Contains(r.Id) && r.ResourceId == null)
                    .Select(r => r.Id)
                    .ToListAsync()
            );
        return found;
    }

    private static StepKind ToStep(AssigneeKind kind) =>
        kind switch
        {
            AssigneeKind.User => StepKind.User,
            AssigneeKind.ServiceAccount => StepKind.ServiceAccount,
            _ => StepKind.Group,
        };
}
