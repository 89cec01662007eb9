using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// What every new password brings with it, by whatever way it came: browser sessions end, emailed links to choose
/// another one no longer work, failed sign-ins no longer have to wait, the audit log of each of the person's workspaces
/// tells of it, and the person hears of it by email. Second factors stay.
/// </summary>
public sealed class PasswordWriter(
    ClearSettingsDb db,
    Change change,
    IPasswordHasher<User> hasher,
    SignInAttempts attempts,
    SessionCache sessions
)
{
    /// <summary>Slow on purpose, so it is done before the transaction in which others wait.</summary>
    public string Hash(Secret password) => hasher.HashPassword(null!, password.Reveal());

    /// <summary>Call it inside a <see cref="Change"/>.</summary>
    /// <param name="user">Loaded in the same transaction.</param>
    /// <param name="hash">Of <see cref="Hash"/>.</param>
    /// <param name="kind">For the audit log.</param>
    /// <param name="by">Who did it: the person, or null for the command line.</param>
    /// <param name="keep">The one browser session that goes on.</param>
    internal async Task SetAsync(User user, string hash, string kind, User? by, Guid? keep = null)
    {
        user.PasswordHash = hash;
        user.SecurityStamp = Guid.NewGuid().ToHex();
        await EndSessionsAsync(user, keep);
        await db.PasswordResetTokens.Where(t => t.UserId == user.Id).ExecuteDeleteAsync();
        await attempts.ReplacePasswordAsync(user);
        await RecordAsync(user, kind, by);
        await change.Outbox.AddAsync(
            new PasswordChangedEmail(user.Email!, user.Name, change.Now, by is null ? null : change.Current.Address),
            null
        );
    }

    private async Task RecordAsync(User user, string kind, User? by)
    {
        foreach (
            var workspace in await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => m.UserId == user.Id)
                .Select(m => m.WorkspaceId)
                .ToListAsync()
        )
        {
            change.Audit.Record(
                by is null ? AuditActor.CommandLine(workspace) : new(workspace, by.Id, by.Name),
                kind,
                user.Name
            );
            await db.TouchAsync(workspace);
        }
    }

    private async Task EndSessionsAsync(User user, Guid? keep)
    {
        var stamp = user.SecurityStamp!;
        await sessions.InvalidateAsync(db, user.Id);
        await db.Sessions.Where(s => s.UserId == user.Id && s.Id != keep).ExecuteDeleteAsync();
        await db.Sessions.Where(s => s.Id == keep).ExecuteUpdateAsync(s => s.SetProperty(x => x.Stamp, stamp));
    }
}
