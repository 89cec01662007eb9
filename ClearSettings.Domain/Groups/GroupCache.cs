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

    /// <summary>Groups and memberships, for <see cref="GroupCache"/>.</summary>
    internal int Size { get; init; } = 1;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<NamedGroup> Groups { get; } = groups;

    public IEnumerable<NamedGroup> GetGroups(Principal principal) => GetGroups(principal.UserId, principal.OwnRole);

    /// <summary>The IDs of the groups that list an account.</summary>
    internal IEnumerable<Guid> GetListing(Guid userId) => listed[userId];

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
    // Groups and memberships of all workspaces together.
    private const int MaxSize = 2_000_000;

    private readonly VersionedCache<Guid, GroupSnapshot> _snapshots = new(MaxSize, (_, snapshot) => snapshot.Size);

    public async ValueTask<GroupSnapshot> GetAsync(Guid workspaceId)
    {
        var version = await versions.CurrentAsync(workspaceId, scopes);
        return _snapshots.TryGet(workspaceId, version, out var snapshot)
            ? snapshot
            : await FindAsync(workspaceId, version);
    }

    private async ValueTask<GroupSnapshot> FindAsync(Guid workspaceId, long version) =>
        (await _snapshots.GetAsync(workspaceId, version, id => ReadAsync(id, version)))!;

    private async Task<GroupSnapshot?> ReadAsync(Guid workspaceId, long version)
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
        return new(version, groups, members.ToLookup(m => m.UserId, m => m.GroupId))
        {
            Size = 1 + groups.Count + members.Count,
        };
    }
}
