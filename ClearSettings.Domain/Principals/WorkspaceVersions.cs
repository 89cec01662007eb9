using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// The version of each workspace, read at most once a second: the one cheap question that tells whether a snapshot
/// still holds. A change by this process is seen immediately, one by another node or by a command within a second.
/// </summary>
public sealed class WorkspaceVersions(TimeProvider time)
{
    private const int MaxEntries = 100_000;

    private readonly VersionedCache<Guid, long> _versions = new(MaxEntries, time, TimeSpan.FromSeconds(1));
    private int _changes;

    /// <summary>The current version; -1 when there is no such workspace.</summary>
    public ValueTask<long> CurrentAsync(Guid workspaceId, IServiceScopeFactory scopes) =>
        _versions.TryGet(workspaceId, 0, out var version) ? new(version) : ReadAsync(workspaceId, scopes);

    /// <summary>Rises with every change of any workspace by this process.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>The next question goes to the database.</summary>
    public void Invalidate(Guid workspaceId)
    {
        Interlocked.Increment(ref _changes);
        _versions.Invalidate(workspaceId);
    }

    private ValueTask<long> ReadAsync(Guid workspaceId, IServiceScopeFactory scopes) =>
        _versions.GetAsync(
            workspaceId,
            0,
            async id =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
                return await db.ReadVersionAsync(id) ?? -1;
            }
        );
}
