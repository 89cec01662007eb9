using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Drops password reset links that were not sent yet: they would go to the new mail server, or lead to the new address.
/// The people can ask for another one.
/// </summary>
internal sealed class ResetLinkRemoval(ClearSettingsDb db, TimeProvider time) : IMailServerReplacement
{
    private const string ResetLinkDropped =
        "The email settings were changed before this password reset link was sent. The user can request another link.";

    public async Task<IReadOnlyList<EmailMessage>> ApplyAsync(SmtpOptions? before, SmtpOptions? after)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = db.Emails.Where(m => m.State == JobState.Waiting && m.Kind == ResetPasswordEmail.Kind);
        var addresses = (await waiting.Select(m => m.To).ToListAsync()).ConvertAll(to => to.ToUpperInvariant());
        if (addresses.Count == 0)
            return [];
        await db
            .PasswordResetTokens.Where(t =>
                db.Users.Any(u => u.Id == t.UserId && addresses.Contains(u.NormalizedEmail!))
            )
            .ExecuteDeleteAsync();
        await waiting.ExecuteUpdateAsync(m =>
            m.SetProperty(x => x.State, JobState.Failed)
                .SetProperty(x => x.Payload, (string?)null)
                .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                .SetProperty(x => x.EndedAt, now)
                .SetProperty(x => x.Problem, ResetLinkDropped)
        );
        return [];
    }
}
