using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Resources;

/// <summary>Which objects of the catalog to list. What is null or empty does not filter.</summary>
public sealed record ResourceQuery
{
    public ResourceType? Type { get; init; }

    /// <summary>The ID of the project that they are in.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// Only those at the root: without a parent, or in a project that the catalog does not know. Ignored with a parent.
    /// </summary>
    public bool OnlyRoots { get; init; }

    /// <summary>A part of the name, capitals aside, or an ID.</summary>
    public string? Search { get; init; }
}

/// <summary>An object of the catalog in a list.</summary>
/// <param name="ParentName">Null without a parent, and for a placeholder, which has an ID only.</param>
/// <param name="Children">Objects directly in it; 0 for everything but projects.</param>
public sealed record ResourceRow(
    ResourceType Type,
    string Id,
    string Name,
    string? ParentId,
    string? ParentName,
    DateTime UpdatedAt,
    int Children
)
{
    public ResourceKey Key => new(Type, Id);

    /// <summary>Whether the project that it is in is known by its ID only.</summary>
    public bool HasUnknownParent => ParentId is not null && ParentName is null;
}

/// <summary>
/// The catalog of the current workspace, filtered, sorted by name and cut by the database; one query whatever its size.
/// </summary>
public sealed class ResourceList(ClearSettingsDb db)
{
    private const int Chunk = 500;

    public Task<int> CountAsync(ResourceQuery query) => Match(query).CountAsync();

    /// <summary>How many objects there are of each type.</summary>
    public async Task<IReadOnlyDictionary<ResourceType, int>> CountByTypeAsync() =>
        await Known
            .GroupBy(r => r.Type)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);

    public async Task<IReadOnlyList<ResourceRow>> ReadAsync(ResourceQuery query, int skip, int take) =>
        await Rows(
                Match(query).OrderBy(r => r.NameKey).ThenBy(r => r.Type).ThenBy(r => r.ResourceId).Skip(skip).Take(take)
            )
            .ToListAsync();

    /// <summary>
    /// The first objects of a type to choose from: the one with the ID that is searched, then those whose name has the
    /// text, by name.
    /// </summary>
    public async Task<IReadOnlyList<ResourceRow>> SearchAsync(ResourceType type, string? search, int take)
    {
        if (search?.Trim() is not { Length: > 0 } text)
            return await ReadAsync(new() { Type = type }, 0, take);
        // PostgreSQL refuses it, and no object has it.
        if (text.Contains('\0'))
            return [];
        // Two queries: to look for either in one, SQLite would read every row of the type and not only its index.
        var key = Resource.ToKey(text);
        var named = await Rows(
                Known
                    .Where(r => r.Type == type && r.NameKey.Contains(key))
                    .OrderBy(r => r.NameKey)
                    .ThenBy(r => r.ResourceId)
                    .Take(take)
            )
            .ToListAsync();
        var exact = await FindAsync(new ResourceKey(type, text));
        return exact is null || named.Exists(r => r.Id == exact.Id) ? named : [exact, .. named.Take(take - 1)];
    }

    public Task<ResourceRow?> FindAsync(ResourceKey key) =>
        Rows(Known.Where(r => r.Type == key.Type && r.ResourceId == key.Id)).SingleOrDefaultAsync();

    /// <summary>Those of the keys that exist, by name.</summary>
    public async Task<IReadOnlyList<ResourceRow>> FindAllAsync(IReadOnlyCollection<ResourceKey> keys)
    {
        List<ResourceRow> found = [];
        foreach (var ofType in keys.GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
            found.AddRange(
                await Rows(Known.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId))).ToListAsync()
            );
        return [.. found.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Id)];
    }

    private IQueryable<Resource> Known => db.Resources.AsNoTracking().Where(r => r.DeletedAt == null);

    private IQueryable<Resource> Match(ResourceQuery query)
    {
        var found = Known;
        if (query.Type is { } type)
            found = found.Where(r => r.Type == type);
        if (query.Parent is { Length: > 0 } parent)
            found = ResourceKey.IsId(parent) ? found.Where(r => r.ParentId == parent) : found.Where(r => false);
        else if (query.OnlyRoots)
            found = found.Where(r =>
                r.ParentId == null || !Known.Any(p => p.Type == ResourceType.Project && p.ResourceId == r.ParentId)
            );
        if (query.Search?.Trim() is not { Length: > 0 } text)
            return found;
        // PostgreSQL refuses it, and no name has it.
        if (text.Contains('\0'))
            return found.Where(r => false);
        var key = Resource.ToKey(text);
        return found.Where(r => r.NameKey.Contains(key) || r.ResourceId == text);
    }

    private IQueryable<ResourceRow> Rows(IQueryable<Resource> resources) =>
        resources.Select(r => new ResourceRow(
            r.Type,
            r.ResourceId,
            r.Name,
            r.ParentId,
            Known
                .Where(p => p.Type == ResourceType.Project && p.ResourceId == r.ParentId)
                .Select(p => p.Name)
                .FirstOrDefault(),
            r.UpdatedAt,
            r.Type == ResourceType.Project ? Known.Count(c => c.ParentId == r.ResourceId) : 0
        ));
}
