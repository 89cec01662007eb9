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

/// <summary>
/// Answers whether a browser's session is alive. A row is read at most once a second; a session that this process ended is
/// dead immediately.
/// </summary>
public sealed class SessionCache(IServiceScopeFactory scopes, TimeProvider time, ILogger<SessionCache> log)
{
    private const int MaxEntries = 50_000;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(5);

    private readonly FailureLog _failures = new(log, time);

    private readonly VersionedCache<Guid, Found> _sessions = new(MaxEntries, time, TimeSpan.FromSeconds(1));

    public async ValueTask<LiveSession?> FindAsync(Guid id) => (await _sessions.GetAsync(id, 0, ReadAsync))!.Session;

    public void Invalidate(Guid id) => _sessions.Invalidate(id);

    /// <summary>All of one person's, once the surrounding <see cref="ClearSettingsDb.WriteAsync"/> has committed.</summary>
    internal async Task InvalidateAsync(ClearSettingsDb db, Guid userId)
    {
        var ids = await db.Sessions.Where(s => s.UserId == userId).Select(s => s.Id).ToListAsync();
        db.AfterCommit(() => ids.ForEach(Invalidate));
    }

    private async Task<Found?> ReadAsync(Guid id)
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
            return new(null);
        if (now - row.Session.LastSeenAt > WriteInterval)
            await TryMarkAsync(db, id, now);
        return new(
            new(
                row.Session.Id,
                row.Session.UserId,
                row.DefaultWorkspaceId,
                row.Session.ReauthenticatedAt,
                row.LastSignInAt
            )
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

    // A session that is over is remembered too: its browser may go on asking.
    private sealed record Found(LiveSession? Session);
}
