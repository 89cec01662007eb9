using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Reads into an index what changed since it was last read: objects by the version of the catalog, rules by the history
/// of the rules. Accounts and groups are compared, and only where something else than rules was changed.
/// </summary>
internal sealed class IndexReader(ClearSettingsDb db, IOptions<ServiceAccountSettings> settings)
{
    private const int Chunk = 500;

    public async Task UpdateAsync(WorkspaceIndex target, IndexVersions wanted, GroupSnapshot groups)
    {
        var id = target.WorkspaceId;
        if (
            target.Versions is not { } now
            || await IsPurgedAsync(id, now.Catalog)
            || await IsPrunedAsync(id, target.RuleVersion)
        )
        {
            await ReadAllAsync(target, groups);
            return;
        }
        if (now.Workspace < wanted.Workspace)
        {
            if (!await AreOnlyRulesChangedAsync(id, now.Workspace, wanted.Workspace))
                SetAccounts(target, target.Current, await ReadAccountsAsync(id, groups));
            await UpdateRulesAsync(target);
        }
        if (now.Catalog < wanted.Catalog)
            target.Current.SetResources(await Select(Resources(id).Where(r => r.Version > now.Catalog)).ToListAsync());
    }

    private async Task ReadAllAsync(WorkspaceIndex target, GroupSnapshot groups)
    {
        var (id, index) = (target.WorkspaceId, new AccessIndex());
        if (groups.Groups.FirstOrDefault(g => g.BuiltIn == BuiltInGroup.Users) is { } users)
            index.SetUsersGroup(users.Id);
        target.Accounts = [];
        SetAccounts(target, index, await ReadAccountsAsync(id, groups));
        // Before the rules, so that one that comes in between is read again.
        target.RuleVersion = await GetRuleVersionAsync(id);
        var resources = Resources(id).Where(r => r.DeletedAt == null);
        await foreach (var resource in Select(resources).AsAsyncEnumerable())
            index.SetResource(resource.Resource, resource.ParentProject);
        index.SetRules([], await ReadRulesAsync(id, null));
        target.Replace(index);
    }

    private async Task UpdateRulesAsync(WorkspaceIndex target)
    {
        var (id, after) = (target.WorkspaceId, target.RuleVersion);
        var version = await GetRuleVersionAsync(id);
        var changed = await db
            .RuleSetChanges.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.WorkspaceId == id && c.Number > after)
            .Select(c => c.RuleId)
            .Distinct()
            .ToListAsync();
        List<RuleGrant> rules = [];
        foreach (var chunk in changed.Chunk(Chunk))
            rules.AddRange(await ReadRulesAsync(id, chunk));
        target.Current.SetRules([.. changed.Except(rules.Select(r => r.Id))], rules);
        target.RuleVersion = version;
    }

    private Task<int> GetRuleVersionAsync(Guid workspaceId) =>
        db
            .RuleSetVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId)
            .Select(v => v.Number)
            .OrderByDescending(n => n)
            .FirstOrDefaultAsync();

    private async Task<bool> AreOnlyRulesChangedAsync(Guid workspaceId, long after, long upTo) =>
        await db
            .RuleSetVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId && v.WorkspaceVersion > after && v.WorkspaceVersion <= upTo)
            .Select(v => v.WorkspaceVersion)
            .Distinct()
            .CountAsync()
        == upTo - after;

    private async Task<List<RuleGrant>> ReadRulesAsync(Guid workspaceId, Guid[]? ids)
    {
        var rules = db
            .AccessRules.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(r => r.WorkspaceId == workspaceId);
        var assignees = db
            .RuleAssignees.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(a => a.WorkspaceId == workspaceId);
        if (ids is not null)
        {
            rules = rules.Where(r => ids.Contains(r.Id));
            assignees = assignees.Where(a => ids.Contains(a.RuleId));
        }
        var byRule = (await assignees.Select(a => new { a.RuleId, a.AssigneeId }).ToListAsync()).ToLookup(
            a => a.RuleId,
            a => a.AssigneeId
        );
        return await rules
            .Select(r => new RuleGrant(r.Id, r.Type, r.ResourceId, r.Level, byRule[r.Id].ToArray()))
            .ToListAsync();
    }

    private async Task<Dictionary<Guid, IndexedAccount>> ReadAccountsAsync(Guid workspaceId, GroupSnapshot groups)
    {
        var allowAdmins = settings.Value.AllowAdmins;
        var people = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId)
            .Select(m => new { m.UserId, IsAdmin = m.Role != MemberRole.Member })
            .ToListAsync();
        var programs = await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.WorkspaceId == workspaceId)
            .Select(s => new { s.UserId, IsAdmin = s.IsAdmin && allowAdmins })
            .ToListAsync();
        var queueAdmins = groups.Groups.FirstOrDefault(g => g.BuiltIn == BuiltInGroup.QueueAdmins)?.Id;
        return people
            .Concat(programs)
            .ToDictionary(
                a => a.UserId,
                a =>
                {
                    Guid[] listing = [.. groups.GetListing(a.UserId).Order()];
                    return new IndexedAccount(listing, a.IsAdmin, queueAdmins is { } q && listing.Contains(q));
                }
            );
    }

    private static void SetAccounts(WorkspaceIndex target, AccessIndex index, Dictionary<Guid, IndexedAccount> accounts)
    {
        foreach (var gone in target.Accounts.Keys.Where(id => !accounts.ContainsKey(id)))
            index.RemoveAccount(gone);
        foreach (var (id, account) in accounts)
            if (!target.Accounts.TryGetValue(id, out var before) || !before.IsSameAs(account))
                index.SetAccount(id, account.Groups, account.IsAdmin, account.IsQueueAdmin);
        target.Accounts = accounts;
    }

    private async Task<bool> IsPurgedAsync(Guid workspaceId, long version) =>
        await db
            .ResourceCatalogs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AnyAsync(c => c.WorkspaceId == workspaceId && c.PurgedVersion > version);

    // A version that came after the last one that was read is no longer kept.
    private async Task<bool> IsPrunedAsync(Guid workspaceId, int version) =>
        await db
            .RuleSetVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(v => v.WorkspaceId == workspaceId)
            .Select(v => v.Number)
            .OrderBy(n => n)
            .FirstOrDefaultAsync()
        > version + 1;

    private IQueryable<Resource> Resources(Guid workspaceId) =>
        db.Resources.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(r => r.WorkspaceId == workspaceId);

    private static IQueryable<ResourceChange> Select(IQueryable<Resource> resources) =>
        resources.Select(r => new ResourceChange(
            new ResourceKey(r.Type, r.ResourceId),
            r.ParentId,
            r.DeletedAt != null
        ));
}
