using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>A browser in which the caller is signed in.</summary>
/// <param name="LastSeenAt">To five minutes.</param>
/// <param name="Method">How the person signed in, such as "Password".</param>
/// <param name="IsCurrent">It is the one that asks.</param>
public sealed record OwnSession(
    Guid Id,
    DateTime CreatedAt,
    DateTime LastSeenAt,
    string Method,
    string? Address,
    string? UserAgent,
    bool IsCurrent
);

/// <summary>A successful or failed sign-in to the caller's account.</summary>
public sealed record RecentSignIn(DateTime At, string? Address, bool Failed);

/// <summary>What a person sees of the sign-ins to their own account.</summary>
public sealed class OwnSessions(ClearSettingsDb db, Current current, TimeProvider time)
{
    /// <summary>Of the sessions and of the sign-ins that are shown, the latest.</summary>
    public const int MaxShown = 50;

    /// <summary>The sessions that are alive: this one first, then by their last use.</summary>
    public async Task<IReadOnlyList<OwnSession>> ListAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var stamp = await db.Users.Where(u => u.Id == current.UserId).Select(u => u.SecurityStamp).SingleAsync();
        var rows = await db
            .Sessions.AsNoTracking()
            .Where(s => s.UserId == current.UserId && s.ExpiresAt > now)
            .OrderByDescending(s => s.Id == current.SessionId)
            .ThenByDescending(s => s.LastSeenAt)
            .Take(MaxShown)
            .ToListAsync();
        return [.. rows.Where(s => s.IsAlive(now) && s.Stamp == stamp).Select(Describe)];
    }

    /// <summary>Those that the audit logs of the caller's workspaces have, the latest first.</summary>
    public async Task<IReadOnlyList<RecentSignIn>> ListSignInsAsync()
    {
        var workspaces = await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m => m.UserId == current.UserId)
            .Select(m => m.WorkspaceId)
            .ToListAsync();
        return await db
            .AuditEvents.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(e => workspaces.Contains(e.WorkspaceId) && e.ActorId == current.UserId)
            .Where(e => e.Kind == AuditKind.SignedIn || e.Kind == AuditKind.SignInFailed)
            .OrderByDescending(e => e.At)
            .Take(MaxShown)
            .Select(e => new RecentSignIn(e.At, e.Address, e.Kind == AuditKind.SignInFailed))
            .ToListAsync();
    }

    private OwnSession Describe(Session s) =>
        new(s.Id, s.CreatedAt, s.LastSeenAt, s.Method, s.Address, s.UserAgent, s.Id == current.SessionId);
}
