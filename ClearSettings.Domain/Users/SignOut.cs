using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Ends the browser session that asks.</summary>
public sealed class SignOut(ClearSettingsDb db, Change change, SessionCache sessions)
{
    public Task RunAsync() =>
        change.RunOnOwnAccountAsync(async () =>
        {
            var id = change.Current.SessionId ?? throw new InvalidOperationException("You are not signed in.");
            await db.Sessions.Where(s => s.Id == id).ExecuteDeleteAsync();
            // Whoever is no longer in a workspace leaves no line in one.
            if (change.Current.SignedIn)
                change.Audit.Record(AuditKind.SignedOut, change.Current.Principal.UserName);
            db.AfterCommit(() => sessions.Invalidate(id));
            return Result.Done;
        });
}
