using ClearSettings.Domain.Mail.Letters;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Mail;

/// <summary>
/// How much mail one workspace may cause and one address may get (security I5 and W6), counted in the outbox. Ask inside the
/// transaction that writes the mail. Where no mail is set up nothing is counted, since nothing is sent.
/// </summary>
public sealed class MailQuota(ClearSettingsDb db, TimeProvider time)
{
    public const int InvitationsPerHour = 50;
    public const int InvitationsPerAddressAndDay = 3;
    public const int MailsPerAddressAndHour = 5;

    /// <summary>How many invitations the workspace may still send now, of 50 in any hour.</summary>
    public async Task<int> InvitationsLeftAsync(Guid workspaceId)
    {
        var since = Now.AddHours(-1);
        return Math.Max(0, InvitationsPerHour - await Mails.CountAsync(m => m.WorkspaceId == workspaceId && m.Kind == nameof(InvitationLetter) && m.CreatedAt > since));
    }

    /// <summary>Those of the addresses that got 3 invitations within a day, from whatever workspace, and may get no more now.</summary>
    /// <param name="addresses">In the form of <see cref="Users.EmailAddress"/>.</param>
    public async Task<IReadOnlySet<string>> InvitedOftenAsync(IReadOnlyCollection<string> addresses)
    {
        var since = Now.AddDays(-1);
        var counts = await Mails.Where(m => addresses.Contains(m.To) && m.Kind == nameof(InvitationLetter) && m.CreatedAt > since)
            .GroupBy(m => m.To).Where(g => g.Count() >= InvitationsPerAddressAndDay).Select(g => g.Key).ToListAsync();
        return counts.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a form that anybody can send (sign-up, forgotten password) may mail the address now: 5 such mails in any hour.</summary>
    public async Task<bool> MayMailAsync(string address)
    {
        var since = Now.AddHours(-1);
        return await Mails.CountAsync(m => m.To == address && AskedFor.Contains(m.Kind) && m.CreatedAt > since) < MailsPerAddressAndHour;
    }

    private static readonly string[] AskedFor = [nameof(ConfirmEmailLetter), nameof(AlreadyRegisteredLetter), nameof(ResetPasswordLetter)];

    // The rows of account mails belong to no workspace, and an address is spared by all workspaces together.
    private IQueryable<OutgoingMail> Mails => db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
