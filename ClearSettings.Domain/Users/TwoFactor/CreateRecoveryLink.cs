using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>
/// Gives a person who lost password and second factor a link to sign in with, from the host's command line. Earlier
/// links of theirs end.
/// </summary>
public sealed class CreateRecoveryLink(ClearSettingsDb db, Change change, TwoFactorRecords records)
{
    /// <param name="email">As typed.</param>
    /// <returns>The token of the link.</returns>
    public Task<Result<Secret>> RunAsync(string email) =>
        change.RunAsServerAsync(async () =>
        {
            var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => address != null && u.NormalizedEmail == address);
            if (user is null)
                return Result<Secret>.NotFound($"There is no user with the email {email}.");
            var token = LinkToken.New();
            var link = RecoveryLink.Create(user.Id, LinkToken.Hash(token), change.Time);
            await db.RecoveryLinks.Where(l => l.UserId == user.Id).ExecuteDeleteAsync();
            db.RecoveryLinks.Add(link);
            await records.AddAsync(user, AuditKind.RecoveryLinkCreated, TwoFactorActor.CommandLine);
            await change.Outbox.AddAsync(
                new RecoveryLinkEmail(user.Email!, user.Name, change.Now, link.ExpiresAt),
                null
            );
            return Result<Secret>.Success(token);
        });
}
