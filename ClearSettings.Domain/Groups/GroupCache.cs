using System.Collections.Concurrent;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Groups;

/// <summary>A group by its name.</summary>
public sealed record NamedGroup(Guid Id, string Name, BuiltInGroup? BuiltIn);

/// <summary>The groups of one workspace and who is in them, as of one version of it.</summary>
public sealed class GroupSnapshot(long version, IReadOnlyList<NamedGroup> groups, ILookup<Guid, Guid> listed)
{
    public long Version { get; } = version;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<NamedGroup> Groups { get; } = groups;

    public IEnumerable<NamedGroup> GetGroups(Principal principal) => GetGroups(principal.UserId, principal.OwnRole);

    /// <summary>The groups of a member or service account, oldest first.</summary>
    public IEnumerable<NamedGroup> GetGroups(Guid userId, MemberRole role)
    {
        var ids = listed[userId].ToHashSet();
        return Groups.Where(g =>
            g.BuiltIn switch
            {
                BuiltInGroup.Users => true,
                BuiltInGroup.Admins => role >= MemberRole.Admin,
                _ => ids.Contains(g.Id),
            }
        );
    }
}

/// <summary>Who is in which group, in memory: a question that API calls ask each time.</summary>
public sealed class GroupCache(WorkspaceVersions versions, IServiceScopeFactory scopes)
{
    private const int MaxEntries = 10_000;

    private readonly ConcurrentDictionary<Guid, GroupSnapshot> _known = new();

    public async ValueTask<GroupSnapshot> GetAsync(Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        return _known.TryGetValue(workspaceId, out var snapshot) && snapshot.Version == version
            ? snapshot
            : await ReadAsync(workspaceId, version);
    }

    private async Task<GroupSnapshot> ReadAsync(Guid workspaceId, long version)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var groups = await db
            .Groups.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(g => g.WorkspaceId == workspaceId)
            .OrderBy(g => g.CreatedAt)
            .ThenBy(g => g.Id)
            .Select(g => new NamedGroup(g.Id, g.Name, g.BuiltIn))
            .ToListAsync();
        var members = await db
            .GroupMembers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.WorkspaceId == workspaceId)
            .Select(m => new { m.UserId, m.GroupId })
            .ToListAsync();
        if (_known.Count >= MaxEntries)
            _known.Clear();
        return _known[workspaceId] = new(version, groups, members.ToLookup(m => m.UserId, m => m.GroupId));
    }
}
