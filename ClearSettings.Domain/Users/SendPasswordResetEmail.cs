using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Emails the owner of an address a link to choose a new password. An address without an account gets nothing. Earlier
/// links keep working until they expire: anyone can ask for a link, and the newest email may still wait.
/// <see cref="EmailRequestLimits.PerAddressPerHour"/> bounds them.
/// </summary>
public sealed class SendPasswordResetEmail(ClearSettingsDb db, Change change, EmailQuota quota)
{
    /// <param name="email">In the form of <see cref="EmailAddress"/>.</param>
    /// <param name="source">Where the request came from.</param>
    public Task RunAsync(string email, ClientSource source) =>
        change.RunAsServerAsync(async () =>
        {
            if (await quota.TryRequestAsync(source, email) is not { } delay)
                return Result.Done;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.NormalizedEmail == email.ToUpperInvariant());
            if (user is null)
                return Result.Done;
            var token = LinkToken.New();
            var row = PasswordResetToken.Create(user.Id, LinkToken.Hash(token), change.Time);
            if (
                await change.Outbox.AddAsync(
                    new ResetPasswordEmail(email, user.Name, row.ExpiresAt, $"/reset-password/{token}"),
                    null,
                    delay
                )
            )
                db.PasswordResetTokens.Add(row);
            return Result.Done;
        });
}
