using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>How a person proved who they are.</summary>
/// <param name="Name">Shown with the last sign-in; at most 60 characters.</param>
public sealed record SignInMethod(string Name)
{
    public static readonly SignInMethod Password = new("Password");

    /// <summary>
    /// Whether this is enough for a person with two-factor authentication. Only a second factor, or what replaces both
    /// factors, may say so.
    /// </summary>
    public bool IsTwoFactor { get; init; }
}

/// <summary>What became of a sign-in: one of the two.</summary>
/// <param name="Session">It is complete.</param>
/// <param name="Pending">A second step follows, and nothing is open yet.</param>
public sealed record SignInOutcome(Session? Session, PendingSignIn? Pending);

/// <summary>
/// Opens a browser session for a person who has proved who they are, by whatever <see cref="SignInMethod"/>. It is the
/// only way to a session, and opens none before the second step where the person has a second factor.
/// </summary>
public sealed class OpenSession(ClearSettingsDb db, Change change, SessionCache sessions, SecondFactors factors)
{
    /// <param name="user">As it was when the proof was checked: a password changed since then makes the session
    /// worthless.</param>
    /// <param name="keep">Whether the session lasts for <see cref="Session.PersistentLifetime"/>.</param>
    public Task<SignInOutcome> RunAsync(User user, SignInMethod method, bool keep = false) =>
        change.RunAsServerAsync(async () =>
            !method.IsTwoFactor && await factors.AnyAsync(user.Id)
                ? new SignInOutcome(null, PendingSignIn.Start(user, keep, change.Time))
                : new(await OpenAsync(user, method, keep), null)
        );

    private async Task<Session> OpenAsync(User user, SignInMethod method, bool keep)
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
    }

    // The browser forgets the cookie of the session that it has, so no one could end that one any more.
    private async Task EndPreviousAsync()
    {
        if (change.Current.SessionId is not { } previous)
            return;
        await db.Sessions.Where(s => s.Id == previous).ExecuteDeleteAsync();
        db.AfterCommit(() => sessions.Invalidate(previous));
    }
}
