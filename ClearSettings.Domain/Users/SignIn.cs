using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Users;

/// <summary>Opens a browser session with email and password. A wrong password, an unknown address and an account without a password get the same answer for the same work.</summary>
public sealed partial class SignIn(
    ClearSettingsDb db,
    Change change,
    PasswordCheck passwords,
    FailedSignInRecorder failures,
    SessionCache sessions,
    AuditLog audit,
    Current current,
    TimeProvider time,
    ILogger<SignIn> log
)
{
    /// <summary>What <see cref="User.LastSignInBy"/> says of it.</summary>
    public const string ByPassword = "Password";

    private const string Refused = "Incorrect email or password. Check both and try again.";
    private const string Locked =
        "Too many failed attempts. Wait a few minutes, or sign in from a browser that you used before.";

    /// <param name="input">As typed.</param>
    /// <param name="knownDevice">Whether this browser proves that it signed in as that person before.</param>
    public async Task<Result<Session>> RunAsync(SignInInput input, Func<Guid, bool> knownDevice)
    {
        var email = EmailAddress.Normalize(input.Email);
        var user = email is null
            ? null
            : await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email.ToUpperInvariant());
        var outcome = await passwords.CheckAsync(
            email ?? input.Email ?? "",
            user,
            input.Password,
            knownDevice(user?.Id ?? Guid.Empty)
        );
        if (outcome == PasswordCheckResult.Correct)
            return await change.RunAsServerAsync(() => StartAsync(user!, input.Keep));
        LogRefused(outcome, current.Address);
        if (user?.DefaultWorkspaceId is { } workspace && outcome == PasswordCheckResult.Wrong)
            failures.Record(new(workspace, user.Id, user.Name, current.Address, current.RequestId));
        return Result<Session>.Refuse("", outcome == PasswordCheckResult.Locked ? Locked : Refused);
    }

    private async Task<Result<Session>> StartAsync(User user, bool keep)
    {
        // Not through the entity: two browsers may sign in at once, and neither edits anything.
        await db
            .Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(u =>
                u.SetProperty(x => x.LastSignInAt, time.GetUtcNow().UtcDateTime)
                    .SetProperty(x => x.LastSignInBy, ByPassword)
            );
        var session = Session.Start(user, keep, current.Address, time);
        db.Sessions.Add(session);
        await EndPreviousAsync();
        if (user.DefaultWorkspaceId is { } workspace)
            audit.Record(workspace, user.Id, user.Name, AuditKind.SignedIn, user.Name);
        return session;
    }

    // The browser forgets the cookie of the session that it has, so nobody could end that one any more.
    private async Task EndPreviousAsync()
    {
        if (current.SessionId is not { } previous)
            return;
        await db.Sessions.Where(s => s.Id == previous).ExecuteDeleteAsync();
        db.AfterCommit(() => sessions.Invalidate(previous));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-in refused: {Verdict}, from {Address}")]
    private partial void LogRefused(PasswordCheckResult verdict, string? address);
}
