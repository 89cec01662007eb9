using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>A session that is alive, as a page needs it.</summary>
public sealed record LiveSession(
    Guid Id,
    Guid UserId,
    Guid? DefaultWorkspaceId,
    DateTime ReauthenticatedAt,
    DateTime? LastSignInAt
);

/// <summary>Answers whether a browser's session is alive. A row is read at most once in two seconds; an end by this process is seen at once.</summary>
public sealed class SessionCache(IServiceScopeFactory scopes, TimeProvider time, ILogger<SessionCache> log)
{
    private const int MaxEntries = 50_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(5);

    private readonly FailureLog _failures = new(log, time);

    private readonly ConcurrentDictionary<Guid, (LiveSession? Session, long ReadAt)> _known = new();
    private int _forgotten;

    public async ValueTask<LiveSession?> FindAsync(Guid id)
    {
        if (_known.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.ReadAt) < Fresh)
            return entry.Session;
        var (readAt, before) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
        var session = await ReadAsync(id);
        if (_known.Count >= MaxEntries)
            _known.Clear();
        // A read that began before a change was committed must not be remembered after it.
        if (before == Volatile.Read(ref _forgotten))
            _known[id] = (session, readAt);
        return session;
    }

    public void Invalidate(Guid id)
    {
        Interlocked.Increment(ref _forgotten);
        _known.TryRemove(id, out _);
    }

    /// <summary>All of one person's, once the surrounding <see cref="ClearSettingsDb.WriteAsync"/> has committed.</summary>
    internal async Task InvalidateAsync(ClearSettingsDb db, Guid userId)
    {
        var ids = await db.Sessions.Where(s => s.UserId == userId).Select(s => s.Id).ToListAsync();
        db.AfterCommit(() => ids.ForEach(Invalidate));
    }

    private async Task<LiveSession?> ReadAsync(Guid id)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var row = await db
            .Sessions.AsNoTracking()
            .Where(s => s.Id == id)
            .Join(
                db.Users,
                s => s.UserId,
                u => u.Id,
                (s, u) =>
                    new
                    {
                        Session = s,
                        u.SecurityStamp,
                        u.DefaultWorkspaceId,
                        u.LastSignInAt,
                    }
            )
            .FirstOrDefaultAsync();
        var now = time.GetUtcNow().UtcDateTime;
        if (row is null || !row.Session.IsAlive(now) || row.Session.Stamp != row.SecurityStamp)
            return null;
        if (now - row.Session.LastSeenAt > WriteInterval)
            await TryMarkAsync(db, id, now);
        return new(
            row.Session.Id,
            row.Session.UserId,
            row.DefaultWorkspaceId,
            row.Session.ReauthenticatedAt,
            row.LastSignInAt
        );
    }

    // A session that is alive stays so when the time cannot be written.
    private async Task TryMarkAsync(ClearSettingsDb db, Guid id, DateTime now)
    {
        try
        {
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now));
        }
        catch (Exception problem) when (problem is not (OutOfMemoryException or OperationCanceledException))
        {
            _failures.Write(problem, "When a session was last used could not be written");
        }
    }
}
