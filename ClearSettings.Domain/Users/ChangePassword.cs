using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>What the password form of the profile sends.</summary>
public sealed record PasswordInput
{
    /// <summary>The one that counts so far.</summary>
    public Secret? CurrentPassword { get; init; }

    public Secret? Password { get; init; }
}

/// <summary>Replaces the caller's password by one they choose; their other browser sessions end.</summary>
public sealed class ChangePassword(
    ClearSettingsDb db,
    Change change,
    PasswordCheck passwords,
    PasswordWriter newPassword
)
{
    public async Task<Result> RunAsync(PasswordInput input)
    {
        var session = change.Current.SessionId ?? throw new InvalidOperationException("You are not signed in.");
        var before = await db.Users.AsNoTracking().SingleAsync(u => u.Id == change.Current.UserId);
        if (Passwords.Check(input.Password, before.Name, before.Email) is { } problem)
            return Result.Refuse("Password", problem);
        var outcome = await passwords.CheckAsync(before, input.CurrentPassword, knownDevice: true);
        if (outcome == PasswordCheckResult.Locked)
            return Result.Refuse("CurrentPassword", "Too many failed attempts. Wait a few minutes.");
        if (outcome == PasswordCheckResult.Wrong)
            return Result.Refuse("CurrentPassword", "Incorrect password.");
        if (input.CurrentPassword == input.Password)
            return Result.Refuse("Password", "This is your current password. Choose a different one.");
        var hash = newPassword.Hash(input.Password!);
        return await change.RunOnOwnAccountAsync(async () =>
        {
            var user = await db.Users.SingleAsync(u => u.Id == before.Id);
            // Someone else may have changed it meanwhile; then the present one was not proved.
            if (user.SecurityStamp != before.SecurityStamp)
                return Result.Conflict("Your password was just changed in another browser. Sign in again.");
            await newPassword.SetAsync(user, hash, AuditKind.PasswordChanged, by: user, keep: session);
            return Result.Done;
        });
    }
}
