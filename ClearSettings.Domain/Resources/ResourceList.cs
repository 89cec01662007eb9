using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Resources;

/// <summary>Which objects of the catalog to list. What is null or empty does not filter.</summary>
public sealed record ResourceQuery
{
    public ResourceType? Type { get; init; }

    /// <summary>The ID of the project that they are in.</summary>
    public string? Parent { get; init; }

    /// <summary>Only those without a parent. Ignored with a parent.</summary>
    public bool OnlyRoots { get; init; }

    /// <summary>A part of the name, capitals aside, or an ID.</summary>
    public string? Search { get; init; }

    /// <summary>Whether <see cref="HiddenProjects"/> are left out. Their contents are not.</summary>
    public bool WithoutHidden { get; init; }
}

/// <summary>An object of the catalog in a list.</summary>
/// <param name="ParentName">Null without a parent, and for a placeholder, which has an ID only.</param>
/// <param name="Children">
/// Objects directly in it, counted up to one more than <see cref="ResourceList.MaxCounted"/>; 0 for everything but
/// projects.
/// </param>
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

    public bool IsHidden => HiddenProjects.IsHidden(Type, Name);

    /// <summary>Whether the project that it is in is known by its ID only.</summary>
    public bool HasUnknownParent => ParentId is not null && ParentName is null;
}

/// <summary>
/// The catalog of the current workspace, filtered, sorted by name and cut by the database. Counts and late pages are
/// read from
/// indexes alone: to look at each object only to see that it was not deleted would take a second for 1,000,000 objects.
/// </summary>
public sealed class ResourceList(ClearSettingsDb db)
{
    /// <summary>Objects of a project that are counted; more are shown as "more than".</summary>
    public const int MaxCounted = 1_000;

    private const int Chunk = 500;

    // Fewer rows than this are passed over one by one.
    private const int MaxSkipped = 1_000;

    public async Task<int> CountAsync(ResourceQuery query)
    {
        var exact = await FindExactAsync(query);
        return exact.Count + await Match(db.Resources, query).CountAsync() - await Match(Deleted, query).CountAsync();
    }

    /// <summary>How many objects there are of each type.</summary>
    public async Task<IReadOnlyDictionary<ResourceType, int>> CountByTypeAsync() =>
        await Known
            .GroupBy(r => r.Type)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);

    /// <summary>By name; first those with the ID that is searched.</summary>
    public async Task<IReadOnlyList<ResourceRow>> ReadAsync(ResourceQuery query, int skip, int take)
    {
        var exact = await FindExactAsync(query);
        List<ResourceRow> rows = [.. exact.Skip(skip).Take(take)];
        var (from, left) = await SkipAsync(query, Math.Max(0, skip - exact.Count));
        var named = Sort(from).Skip(left).Take(take - rows.Count);
        return [.. rows, .. await ReadRowsAsync(named, query.WithoutHidden)];
    }

    /// <summary>The first objects of a type to choose from, as <see cref="ReadAsync"/> lists them.</summary>
    public Task<IReadOnlyList<ResourceRow>> SearchAsync(ResourceType type, string? search, int take) =>
        ReadAsync(new() { Type = type, Search = search }, 0, take);

    /// <summary>IDs of projects that objects are in and the catalog does not have, sorted.</summary>
    public async Task<IReadOnlyList<string>> FindUnknownProjectsAsync(int take) =>
        await db
            .Resources.Where(r => r.ParentId != null)
            .Select(r => r.ParentId!)
            .Distinct()
            .Where(id => !Known.Any(p => p.Type == ResourceType.Project && p.ResourceId == id))
            .Where(id => Known.Any(c => c.ParentId == id))
            .OrderBy(id => id)
            .Take(take)
            .ToListAsync();

    public async Task<ResourceRow?> FindAsync(ResourceKey key) =>
        (await ReadRowsAsync(Known.Where(r => r.Type == key.Type && r.ResourceId == key.Id))).SingleOrDefault();

    /// <summary>Those of the keys that exist, by name.</summary>
    public async Task<IReadOnlyList<ResourceRow>> FindAllAsync(IReadOnlyCollection<ResourceKey> keys)
    {
        List<ResourceRow> found = [];
        foreach (var ofType in keys.GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
            found.AddRange(await ReadRowsAsync(Known.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId))));
        return [.. found.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Id)];
    }

    private IQueryable<Resource> Known => db.Resources.AsNoTracking().Where(r => r.DeletedAt == null);

    // With an order and a limit, so that SQLite reads the few that were deleted and not an index of all objects.
    private IQueryable<Resource> Deleted =>
        db.Resources.Where(r => r.DeletedAt != null).OrderBy(r => r.DeletedAt).Take(int.MaxValue);

    // The ID is looked for by itself: to look for ID or name in one query, SQLite would read every row and not only an
    // index.
    private async Task<IReadOnlyList<ResourceRow>> FindExactAsync(ResourceQuery query)
    {
        if (GetSearch(query) is not { } text || !ResourceKey.IsId(text))
            return [];
        var key = Resource.ToKey(text);
        var types = query.Type is { } type ? [type] : ResourceTypes.All;
        var found = Filter(Known, query with { Type = null })
            .Where(r => types.Contains(r.Type) && r.ResourceId == text && !r.NameKey.Contains(key));
        // Sorted here: SQLite would read an index of all names to save the sorting.
        var rows = await ReadRowsAsync(found, query.WithoutHidden);
        return [.. rows.OrderBy(r => Resource.ToKey(r.Name), StringComparer.Ordinal).ThenBy(r => r.Type)];
    }

    /// <summary>Passes over as many rows as an index can count.</summary>
    /// <returns>Where to go on, and how many rows are left to pass over.</returns>
    private async Task<(IQueryable<Resource> From, int Left)> SkipAsync(ResourceQuery query, int skip)
    {
        var found = Match(Known, query);
        if (query.Parent is { Length: > 0 } || query.OnlyRoots)
            return (found, skip);
        if (skip < MaxSkipped || GetSearch(query) is not null)
            // All names are later than none. Without a bound, SQLite may not use the index of names.
            return (found.Where(r => r.NameKey.CompareTo("") >= 0), skip);
        // Counted with what was deleted, so never too far.
        var all = Match(db.Resources, query);
        var name = await all.OrderBy(r => r.NameKey).Select(r => r.NameKey).Skip(skip).FirstOrDefaultAsync();
        if (name is null)
            return (found.Where(r => false), 0);
        var passed =
            await all.CountAsync(r => r.NameKey.CompareTo(name) < 0)
            - await Match(Deleted, query).CountAsync(r => r.NameKey.CompareTo(name) < 0);
        return (found.Where(r => r.NameKey.CompareTo(name) >= 0), skip - passed);
    }

    private static IQueryable<Resource> Match(IQueryable<Resource> resources, ResourceQuery query)
    {
        var found = Filter(resources, query);
        if (GetSearch(query) is not { } text)
            return found;
        var key = Resource.ToKey(text);
        return found.Where(r => r.NameKey.Contains(key));
    }

    private static IQueryable<Resource> Filter(IQueryable<Resource> resources, ResourceQuery query)
    {
        if (query.WithoutHidden)
            resources = resources.Where(HiddenProjects.IsShown);
        if (query.Type is { } type)
            resources = resources.Where(r => r.Type == type);
        if (query.Parent is { Length: > 0 } parent)
            return ResourceKey.IsId(parent) ? resources.Where(r => r.ParentId == parent) : resources.Where(r => false);
        return query.OnlyRoots ? resources.Where(r => r.ParentId == null) : resources;
    }

    private static string? GetSearch(ResourceQuery query) =>
        TextLimits.ToSearch(query.Search, Resource.MaxNameKeyLength) is { Length: > 0 } text ? text : null;

    private static IQueryable<Resource> Sort(IQueryable<Resource> resources) =>
        resources.OrderBy(r => r.NameKey).ThenBy(r => r.Type).ThenBy(r => r.ResourceId);

    // Names and counts are read for the rows of the page alone: SQLite would read them for all rows that it sorts.
    private async Task<List<ResourceRow>> ReadRowsAsync(IQueryable<Resource> resources, bool withoutHidden = false)
    {
        var counted = withoutHidden ? Known.Where(HiddenProjects.IsShown) : Known;
        var found = await resources.ToListAsync();
        var names = await FindProjects(found.Select(r => r.ParentId).OfType<string>())
            .Select(p => new { p.ResourceId, p.Name })
            .ToDictionaryAsync(p => p.ResourceId, p => p.Name);
        var counts = await FindProjects(found.Where(r => r.Type == ResourceType.Project).Select(r => r.ResourceId))
            .Select(p => new
            {
                p.ResourceId,
                Count = counted
                    .Where(c => c.ParentId == p.ResourceId)
                    .OrderBy(c => c.ParentId)
                    .Take(MaxCounted + 1)
                    .Count(),
            })
            .ToDictionaryAsync(p => p.ResourceId, p => p.Count);
        return found.ConvertAll(r => new ResourceRow(
            r.Type,
            r.ResourceId,
            r.Name,
            r.ParentId,
            r.ParentId is { } parent ? names.GetValueOrDefault(parent) : null,
            r.UpdatedAt,
            r.Type == ResourceType.Project ? counts.GetValueOrDefault(r.ResourceId) : 0
        ));
    }

    private IQueryable<Resource> FindProjects(IEnumerable<string> ids)
    {
        var distinct = ids.Distinct().ToList();
        return Known.Where(p => p.Type == ResourceType.Project && distinct.Contains(p.ResourceId));
    }
}
