using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Resources;

/// <summary>What a batch did to the catalog, or would do.</summary>
/// <param name="Created">Objects that are new, or were deleted before.</param>
/// <param name="Updated">Objects with another name or parent.</param>
/// <param name="Unchanged">Objects that are as the batch says.</param>
public sealed record UpsertedResources(int Created, int Updated, int Unchanged);

/// <summary>
/// Adds objects to the catalog of the current workspace, and renames and moves those that are there. A project takes
/// everything below it along. A parent that the catalog does not know stays a placeholder until someone adds it.
/// </summary>
public sealed class UpsertResources(ClearSettingsDb db, Change change, CatalogVersions versions)
{
    private const int Chunk = 500;

    /// <summary>All of the batch, or nothing.</summary>
    public async Task<Result<UpsertedResources>> RunAsync(IReadOnlyList<ResourceDraft> drafts)
    {
        var batch = ResourceRules.Check(drafts);
        return batch.Ok
            ? await change.RunAsync(Permission.ManageResources, () => SaveAsync(batch.Value))
            : Result<UpsertedResources>.From(batch);
    }

    /// <summary>What <see cref="RunAsync"/> would do now. Changes nothing.</summary>
    public async Task<Result<UpsertedResources>> PreviewAsync(IReadOnlyList<ResourceDraft> drafts)
    {
        var batch = ResourceRules.Check(drafts);
        if (!batch.Ok)
            return Result<UpsertedResources>.From(batch);
        var stored = await ReadAsync(db.Resources.AsNoTracking(), batch.Value);
        return await CheckAsync(batch.Value, stored) is { Count: > 0 } problems
            ? Result<UpsertedResources>.Refuse(problems)
            : Count(batch.Value, stored);
    }

    private async Task<Result<UpsertedResources>> SaveAsync(IReadOnlyList<ResourceInput> batch)
    {
        var stored = await ReadAsync(db.Resources, batch);
        if (await CheckAsync(batch, stored) is { Count: > 0 } problems)
            return Result<UpsertedResources>.Refuse(problems);
        var counts = Count(batch, stored);
        var version = await db.ResourceCatalogs.Select(c => c.Version).SingleAsync();
        var now = change.Now;
        foreach (var input in batch)
        {
            if (!stored.TryGetValue(input.Key, out var row))
                db.Resources.Add(row = Resource.Create(change.Current.WorkspaceId, input.Key));
            if (!row.Is(input))
                row.Set(input, version, now);
        }
        var workspace = change.Current.WorkspaceId;
        db.AfterCommit(() => versions.Invalidate(workspace));
        if (counts.Created + counts.Updated > 0)
            change.Audit.Record(
                AuditKind.ResourcesChanged,
                "Resources",
                $"added {counts.Created:N0}, changed {counts.Updated:N0}"
            );
        return counts;
    }

    private static UpsertedResources Count(
        IReadOnlyList<ResourceInput> batch,
        IReadOnlyDictionary<ResourceKey, Resource> stored
    )
    {
        var known = batch.Where(r => stored.TryGetValue(r.Key, out var row) && row.DeletedAt is null).ToList();
        var unchanged = known.Count(r => stored[r.Key].Is(r));
        return new(batch.Count - known.Count, known.Count - unchanged, unchanged);
    }

    private Task<IReadOnlyList<Problem>> CheckAsync(
        IReadOnlyList<ResourceInput> batch,
        IReadOnlyDictionary<ResourceKey, Resource> stored
    )
    {
        var moved = batch
            .Where(r => r.Key.Type == ResourceType.Project && r.ParentId is not null)
            .Where(r =>
                !stored.TryGetValue(r.Key, out var row) || row.DeletedAt is not null || row.ParentId != r.ParentId
            )
            .Select(r => r.Key.Id)
            .ToHashSet();
        return new ProjectTree(db).CheckAsync(batch, moved);
    }

    private static async Task<IReadOnlyDictionary<ResourceKey, Resource>> ReadAsync(
        IQueryable<Resource> resources,
        IReadOnlyList<ResourceInput> batch
    )
    {
        Dictionary<ResourceKey, Resource> found = [];
        foreach (var ofType in batch.Select(r => r.Key).GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
        foreach (
            var row in await resources.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId)).ToListAsync()
        )
            found[row.Key] = row;
        return found;
    }
}
