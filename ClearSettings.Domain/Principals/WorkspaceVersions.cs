using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// The version of each workspace, read at most once a second: the one cheap question that tells whether a snapshot still holds.
/// A change by this process is seen at once, one by another node or by a command within a second.
/// </summary>
public sealed class WorkspaceVersions(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Entry> _known = new();
    private int _forgotten;

    /// <summary>The current version; -1 when there is no such workspace.</summary>
    public ValueTask<long> CurrentAsync(Guid workspaceId, IServiceScopeFactory scopes) =>
        _known.TryGetValue(workspaceId, out var entry) && time.GetElapsedTime(entry.ReadAt) < Fresh
            ? new(entry.Version)
            : ReadAsync(workspaceId, scopes);

    /// <summary>Rises with every change of any workspace by this process.</summary>
    public int Changes => Volatile.Read(ref _forgotten);

    /// <summary>The next question goes to the database.</summary>
    public void Invalidate(Guid workspaceId)
    {
        Interlocked.Increment(ref _forgotten);
        _known.TryRemove(workspaceId, out _);
    }

    private async ValueTask<long> ReadAsync(Guid workspaceId, IServiceScopeFactory scopes)
    {
        var (readAt, before) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var version =
            await db.Workspaces.Where(w => w.Id == workspaceId).Select(w => (long?)w.Version).FirstOrDefaultAsync()
            ?? -1;
        // A read that began before a change was committed must not be remembered after it.
        if (before == Volatile.Read(ref _forgotten))
            _known[workspaceId] = new(version, readAt);
        return version;
    }

    private readonly record struct Entry(long Version, long ReadAt);
}
