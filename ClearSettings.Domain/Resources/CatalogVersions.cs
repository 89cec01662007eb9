using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// The version of each workspace's resource catalog, read at most once a second. A change by this process is seen
/// immediately, one by another node within a second.
/// </summary>
public sealed class CatalogVersions(TimeProvider time, IServiceScopeFactory scopes)
{
    private const int MaxEntries = 100_000;

    private readonly VersionedCache<Guid, long> _versions = new(MaxEntries, time, TimeSpan.FromSeconds(1));

    /// <summary>The current version; 0 while the catalog is empty and always was.</summary>
    public ValueTask<long> CurrentAsync(Guid workspaceId) =>
        _versions.TryGet(workspaceId, 0, out var version)
            ? new(version)
            : _versions.GetAsync(workspaceId, 0, ReadAsync);

    /// <summary>The next question goes to the database.</summary>
    public void Invalidate(Guid workspaceId) => _versions.Invalidate(workspaceId);

    private async Task<long> ReadAsync(Guid workspaceId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        return await db
            .ResourceCatalogs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.WorkspaceId == workspaceId)
            .Select(c => c.Version)
            .FirstOrDefaultAsync();
    }
}
