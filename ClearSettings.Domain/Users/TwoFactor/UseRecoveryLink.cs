using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>Signs a person in with a <see cref="RecoveryLink"/>, which works once.</summary>
public sealed class UseRecoveryLink(ClearSettingsDb db, Change change, TwoFactorRecords records, OpenSession sessions)
{
    private const string LinkExpired = "This link no longer works: it was used, or it has expired.";

    // Only the operator of the server can make the link, who could as well change the database.
    private static readonly SignInMethod Method = new("Recovery link") { IsTwoFactor = true };

    /// <summary>
    /// The address of the account that the link is for, or null when the link does not work. Nothing is consumed.
    /// </summary>
    public Task<string?> FindAsync(string? token)
    {
        var (hash, now) = (LinkToken.Hash(token), change.Now);
        return db
            .RecoveryLinks.Where(l => l.TokenHash == hash && l.ExpiresAt > now)
            .Join(db.Users, l => l.UserId, u => u.Id, (l, u) => u.Email)
            .SingleOrDefaultAsync();
    }

    public Task<Result<Session>> RunAsync(string? token) =>
        change.RunAsServerAsync(async () =>
        {
            var (hash, now) = (LinkToken.Hash(token), change.Now);
            var links = db.RecoveryLinks.Where(l => l.TokenHash == hash && l.ExpiresAt > now);
            var user = await links
                .Join(db.Users.AsNoTracking(), l => l.UserId, u => u.Id, (l, u) => u)
                .SingleOrDefaultAsync();
            if (user is null || await links.ExecuteDeleteAsync() == 0)
                return Result<Session>.NotFound(LinkExpired);
            await records.AddAsync(user, AuditKind.RecoveryLinkUsed, new(user.Id, user.Name));
            return (await sessions.RunAsync(user, Method)).Session!;
        });
}
