using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Renews the proof that the person at the browser is who signed in; sensitive actions want one that is at most 10
/// minutes old.
/// </summary>
public sealed class Reauthenticate(ClearSettingsDb db, Change change, PasswordCheck passwords, SessionCache sessions)
{
    public async Task<Result> RunAsync(string? password)
    {
        var id = change.Current.SessionId ?? throw new InvalidOperationException("You are not signed in.");
        var user = await db.Users.SingleAsync(u => u.Id == change.Current.UserId);
        var outcome = await passwords.CheckAsync(user, password, knownDevice: true);
        if (outcome == PasswordCheckResult.Locked)
            return Result.Refuse("Password", "Too many failed attempts. Wait a few minutes.");
        if (outcome == PasswordCheckResult.Wrong)
            return Result.Refuse("Password", "Incorrect password.");
        var now = change.Now;
        var done = await change.RunOnOwnAccountAsync(async () =>
        {
            await db
                .Sessions.Where(s => s.Id == id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ReauthenticatedAt, now));
            change.Audit.Record(AuditKind.Reauthenticated, user.Name);
            db.AfterCommit(() => sessions.Invalidate(id));
            return Result.Done;
        });
        if (done.Ok)
            change.Current.SignedInAs(change.Current.Principal, id, now);
        return done;
    }
}
