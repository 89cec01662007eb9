using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Ends browser sessions of the caller's own, other than the one that asks. Their cookies are dead with the next
/// request, on other nodes within a second.
/// </summary>
public sealed class EndSessions(ClearSettingsDb db, Change change, SessionCache sessions)
{
    /// <returns>Not found: no session of the caller's has this ID, or it has ended already.</returns>
    public Task<Result> EndAsync(Guid id) =>
        change.RunOnOwnAccountAsync(async () =>
        {
            if (id == change.Current.SessionId)
                return Result.Refuse("", "This is the session you are using. To end it, sign out.");
            return await RemoveAsync(s => s.Id == id) == 0
                ? Result.NotFound("This session has ended already.")
                : Result.Done;
        });

    public Task<Result> EndOthersAsync() =>
        change.RunOnOwnAccountAsync(async () =>
        {
            await RemoveAsync(s => s.Id != change.Current.SessionId);
            return Result.Done;
        });

    private async Task<int> RemoveAsync(System.Linq.Expressions.Expression<Func<Session, bool>> which)
    {
        var own = db.Sessions.Where(s => s.UserId == change.Current.UserId).Where(which);
        var ids = await own.Select(s => s.Id).ToListAsync();
        if (ids.Count == 0)
            return 0;
        await own.ExecuteDeleteAsync();
        change.Audit.Record(AuditKind.SessionsEnded, change.Current.Principal.UserName, $"{ids.Count}");
        db.AfterCommit(() => ids.ForEach(sessions.Invalidate));
        return ids.Count;
    }
}
