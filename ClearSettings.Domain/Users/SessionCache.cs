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
/// Answers whether a browser's session is alive. A row is read at most once a second; an end by this process is seen
/// immediately.
/// </summary>
public sealed class SessionCache(IServiceScopeFactory scopes, TimeProvider time, ILogger<SessionCache> log)
{
    private const int MaxEntries = 50_000;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(5);

    private readonly FailureLog _failures = new(log, time);

    private readonly VersionedCache<Guid, Found> _sessions = new(MaxEntries, time, TimeSpan.FromSeconds(1));

    public async ValueTask<LiveSession?> FindAsync(Guid id) =>
        (_sessions.TryGet(id, 0, out var found) ? found : await _sessions.GetAsync(id, 0, ReadAsync))!.Session;

    public void Invalidate(Guid id) => _sessions.Invalidate(id);

    /// <summary>All of one person's, once the running <see cref="Change"/> has committed.</summary>
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
                (s, u) => new StoredSession(s, u.SecurityStamp, u.DefaultWorkspaceId, u.LastSignInAt)
            )
            .FirstOrDefaultAsync();
        var now = time.GetUtcNow().UtcDateTime;
        if (row is null || !row.Session.IsAlive(now) || row.Session.Stamp != row.SecurityStamp)
            return new(null);
        if (now - row.Session.LastSeenAt > WriteInterval)
            await TryMarkAsync(scope.ServiceProvider, id, now);
        var (session, _, workspace, lastSignIn) = row;
        return new(new(session.Id, session.UserId, workspace, session.ReauthenticatedAt, lastSignIn));
    }

    // A session that is alive stays so when the time cannot be written.
    private async Task TryMarkAsync(IServiceProvider services, Guid id, DateTime now)
    {
        try
        {
            var db = services.GetRequiredService<ClearSettingsDb>();
            await services
                .GetRequiredService<Change>()
                .RunAsServerAsync(() =>
                    db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now))
                );
        }
        catch (Exception problem) when (problem is not (OutOfMemoryException or OperationCanceledException))
        {
            _failures.Write(problem, "The last use of a session could not be recorded");
        }
    }

    private sealed record StoredSession(
        Session Session,
        string? SecurityStamp,
        Guid? DefaultWorkspaceId,
        DateTime? LastSignInAt
    );

    // A session that is over is remembered too: its browser may go on asking.
    private sealed record Found(LiveSession? Session);
}
