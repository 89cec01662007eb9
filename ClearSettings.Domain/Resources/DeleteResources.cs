using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// Deletes objects from the catalog of the current workspace. What is in a deleted project stays, below a placeholder;
/// rules that name a deleted object stay too, and have no effect until it is added again.
/// </summary>
public sealed class DeleteResources(
    ClearSettingsDb db,
    Change change,
    CatalogVersions versions,
    AuditLog audit,
    Current current,
    TimeProvider time
)
{
    // Every node reads the catalog again within a second, while anyone asks it.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private const int Chunk = 500;

    /// <param name="keys">At most <see cref="ResourceRules.MaxBatch"/>. Those that do not exist are passed
    /// over.</param>
    /// <returns>How many were deleted.</returns>
    public Task<Result<int>> RunAsync(IReadOnlyCollection<ResourceKey> keys) =>
        ResourceRules.CheckCount(keys.Count) is { } tooMany
            ? Task.FromResult(Result<int>.From(tooMany))
            : change.RunAsync(
                Permission.ManageResources,
                async () =>
                {
                    var version = await db.ResourceCatalogs.Select(c => c.Version).SingleAsync();
                    var deleted = await DeleteAsync(keys, version);
                    await PurgeAsync();
                    var workspace = current.WorkspaceId;
                    db.AfterCommit(() => versions.Invalidate(workspace));
                    if (deleted > 0)
                        audit.Record(AuditKind.ResourcesDeleted, "Resources", $"deleted {deleted:N0}");
                    return (Result<int>)deleted;
                }
            );

    private async Task<int> DeleteAsync(IReadOnlyCollection<ResourceKey> keys, long version)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var deleted = 0;
        foreach (var ofType in keys.Distinct().GroupBy(k => k.Type, k => k.Id))
        foreach (var ids in ofType.Chunk(Chunk))
        {
            var rows = await db
                .Resources.Where(r => r.Type == ofType.Key && ids.Contains(r.ResourceId) && r.DeletedAt == null)
                .ToListAsync();
            rows.ForEach(row => row.Delete(version, now));
            deleted += rows.Count;
        }
        return deleted;
    }

    private async Task PurgeAsync()
    {
        var before = time.GetUtcNow().UtcDateTime - KeptFor;
        var old = db.Resources.Where(r => r.DeletedAt < before);
        if (await old.MaxAsync(r => (long?)r.Version) is not { } version)
            return;
        await old.ExecuteDeleteAsync();
        await db.ResourceCatalogs.ExecuteUpdateAsync(c => c.SetProperty(x => x.PurgedVersion, version));
    }
}
