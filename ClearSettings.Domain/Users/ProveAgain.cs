using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Renews the proof that the person at the browser is who signed in; sensitive actions want one that is at most 10 minutes old.</summary>
public sealed class ProveAgain(ClearSettingsDb db, PasswordCheck passwords, SessionCache sessions, AuditLog audit, Current current, TimeProvider time)
{
    public async Task<Result> RunAsync(string? password)
    {
        var id = current.SessionId ?? throw new InvalidOperationException("There is no browser session.");
        var user = await db.Users.SingleAsync(u => u.Id == current.UserId);
        var verdict = await passwords.CheckAsync(user, password, knownDevice: true);
        if (verdict == PasswordVerdict.Locked) return Result.Refuse("Password", "Too many failed attempts. Wait a few minutes.");
        if (verdict == PasswordVerdict.Wrong) return Result.Refuse("Password", "This is not your password.");
        var now = time.GetUtcNow().UtcDateTime;
        await db.WriteAsync(async () =>
        {
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvedAt, now));
            audit.Record(AuditKind.Proved, user.Name);
            db.AfterCommit(() => sessions.Forget(id));
            return true;
        });
        current.SignedInAs(current.Principal, id, now);
        return Result.Done;
    }
}
