using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Replaces a forgotten password with the token of an emailed link, which works once and proves the address. All reset
/// links and browser sessions of the person end.
/// </summary>
public sealed class ResetPassword(ClearSettingsDb db, Change change, PasswordWriter newPassword)
{
    private const string LinkExpired =
        "This link no longer works: it has expired, or your password was changed after it was sent.";

    /// <summary>
    /// The address of the account that the link is for, or null when the link does not work. Nothing is consumed.
    /// </summary>
    public Task<string?> FindAsync(string? token)
    {
        var (hash, now) = (LinkToken.Hash(token), change.Now);
        return db
            .PasswordResetTokens.Where(t => t.TokenHash == hash && t.ExpiresAt > now)
            .Join(db.Users, t => t.UserId, u => u.Id, (t, u) => u.Email)
            .SingleOrDefaultAsync();
    }

    public async Task<Result> RunAsync(string? token, string? password)
    {
        var hash = LinkToken.Hash(token);
        var found = await db
            .PasswordResetTokens.AsNoTracking()
            .Where(t => t.TokenHash == hash)
            .Join(db.Users, t => t.UserId, u => u.Id, (t, u) => new { t.ExpiresAt, User = u })
            .SingleOrDefaultAsync();
        if (found is null || found.ExpiresAt <= change.Now)
            return Result.NotFound(LinkExpired);
        if (Passwords.Check(password, found.User.Name, found.User.Email) is { } problem)
            return Result.Refuse("Password", problem);
        var passwordHash = newPassword.Hash(password!);
        return await change.RunAsServerAsync(async () =>
        {
            if (!await TryUseAsync(hash))
                return Result.NotFound(LinkExpired);
            var user = await db.Users.SingleAsync(u => u.Id == found.User.Id);
            user.ConfirmEmail();
            await newPassword.SetAsync(user, passwordHash, AuditKind.PasswordReset, by: user);
            return Result.Done;
        });
    }

    private async Task<bool> TryUseAsync(byte[] hash)
    {
        var now = change.Now;
        return await db.PasswordResetTokens.Where(t => t.TokenHash == hash && t.ExpiresAt > now).ExecuteDeleteAsync()
            > 0;
    }
}
