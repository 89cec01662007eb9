using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Gives a person a new password from the host's command line; every browser session of theirs ends.</summary>
public sealed class ResetPasswordByOperator(ClearSettingsDb db, Change change, PasswordWriter newPassword)
{
    public Task<Result> RunAsync(string email, string password)
    {
        var hash = newPassword.Hash(password);
        return change.RunAsServerAsync(async () =>
        {
            var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
            if (
                await db.Users.SingleOrDefaultAsync(u => address != null && u.NormalizedEmail == address)
                is not { } user
            )
                return Result.NotFound($"There is no user with the email {email}.");
            if (Passwords.Check(password, user.Name, user.Email) is { } problem)
                return Result.Refuse("Password", problem);
            await newPassword.SetAsync(user, hash, AuditKind.PasswordReset, by: null);
            return Result.Done;
        });
    }
}
