using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>How a person proved who they are.</summary>
/// <param name="Name">Shown with the last sign-in; at most 60 characters.</param>
public sealed record SignInMethod(string Name)
{
    public static readonly SignInMethod Password = new("Password");
}

/// <summary>
/// Opens a browser session for a person who has proved who they are, by whatever <see cref="SignInMethod"/>.
/// </summary>
public sealed class OpenSession(ClearSettingsDb db, Change change, SessionCache sessions)
{
    /// <param name="user">As it was when the proof was checked: a password changed since then makes the session
    /// worthless.</param>
    /// <param name="keep">Whether the session lasts for <see cref="Session.PersistentLifetime"/>.</param>
    public Task<Session> RunAsync(User user, SignInMethod method, bool keep = false) =>
        change.RunAsServerAsync(async () =>
        {
            // Not through the entity: two browsers may sign in at once, and neither edits anything.
            await db
                .Users.Where(u => u.Id == user.Id)
                .ExecuteUpdateAsync(u =>
                    u.SetProperty(x => x.LastSignInAt, change.Now).SetProperty(x => x.LastSignInBy, method.Name)
                );
            var origin = new SessionOrigin(method, change.Current.Address, change.Current.UserAgent);
            var session = Session.Start(user, keep, origin, change.Time);
            db.Sessions.Add(session);
            await EndPreviousAsync();
            if (user.DefaultWorkspaceId is { } workspace)
                change.Audit.Record(new AuditActor(workspace, user.Id, user.Name), AuditKind.SignedIn, user.Name);
            return session;
        });

    // The browser forgets the cookie of the session that it has, so no one could end that one any more.
    private async Task EndPreviousAsync()
    {
        if (change.Current.SessionId is not { } previous)
            return;
        await db.Sessions.Where(s => s.Id == previous).ExecuteDeleteAsync();
        db.AfterCommit(() => sessions.Invalidate(previous));
    }
}
