using ClearSettings.Domain.Resources;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.AccessRules;

/// <summary>A user, service account or group with its name.</summary>
public sealed record NamedAssignee(Guid Id, string Name, AssigneeKind Kind);

/// <summary>An object with its name; "" for one that the catalog does not have.</summary>
public sealed record NamedResource(ResourceKey Key, string Name);

/// <summary>Reads the names of what rules are about, in the current workspace.</summary>
public sealed class AccessNames(ClearSettingsDb db)
{
    private const int Chunk = 500;

    private sealed record Named
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required AssigneeKind Kind { get; init; }
    }

    /// <summary>Those that are in the workspace, by their IDs.</summary>
    public async Task<IReadOnlyDictionary<Guid, NamedAssignee>> GetAssigneesAsync(IEnumerable<Guid> ids)
    {
        Dictionary<Guid, NamedAssignee> found = [];
        foreach (var chunk in ids.Distinct().Chunk(Chunk))
        {
            var people = db.Members.Where(m => chunk.Contains(m.UserId)).Select(m => m.UserId);
            var programs = db.ServiceAccounts.Where(s => chunk.Contains(s.UserId)).Select(s => s.UserId);
            var named = NameUsers(people, AssigneeKind.User)
                .Concat(NameUsers(programs, AssigneeKind.ServiceAccount))
                .Concat(NameGroups(chunk));
            foreach (var row in await named.ToListAsync())
                found[row.Id] = new(row.Id, row.Name, row.Kind);
        }
        return found;
    }

    private IQueryable<Named> NameUsers(IQueryable<Guid> ids, AssigneeKind kind) =>
        ids.Join(
            db.Users,
            id => id,
            u => u.Id,
            (_, u) =>
                new Named
                {
                    Id = u.Id,
                    Name = u.Name,
                    Kind = kind,
                }
        );

    private IQueryable<Named> NameGroups(Guid[] ids) =>
        db
            .Groups.Where(g => ids.Contains(g.Id))
            .Select(g => new Named
            {
                Id = g.Id,
                Name = g.Name,
                Kind = AssigneeKind.Group,
            });

    /// <summary>The objects in the order of the list, with their names.</summary>
    public async Task<IReadOnlyList<NamedResource>> GetResourcesAsync(IReadOnlyCollection<ResourceKey> keys)
    {
        Dictionary<ResourceKey, string> names = [];
        foreach (var ofType in keys.Where(k => ResourceKey.IsId(k.Id)).Distinct().GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
        foreach (
            var row in await db
                .Resources.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId) && r.DeletedAt == null)
                .Select(r => new { r.ResourceId, r.Name })
                .ToListAsync()
        )
            names[new(ofType.Key, row.ResourceId)] = row.Name;
        return [.. keys.Select(k => new NamedResource(k, names.GetValueOrDefault(k, "")))];
    }
}
