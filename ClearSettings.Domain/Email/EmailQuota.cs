using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>
/// How much email one workspace may cause and one address may get, counted in the outbox. Ask inside the transaction
/// that writes the email. Where no email is set up nothing is counted, since nothing is sent.
/// </summary>
public sealed class EmailQuota(ClearSettingsDb db, EmailRequestLimiter requests, TimeProvider time)
{
    public const int InvitationsPerHour = 50;
    public const int InvitationsPerAddressAndDay = 3;

    /// <summary>How many invitations the workspace may still send now, of 50 in any hour.</summary>
    public async Task<int> InvitationsLeftAsync(Guid workspaceId)
    {
        var since = Now.AddHours(-1);
        return Math.Max(
            0,
            InvitationsPerHour
                - await Emails.CountAsync(m =>
                    m.WorkspaceId == workspaceId && m.Kind == InvitationEmail.Kind && m.CreatedAt > since
                )
        );
    }

    /// <summary>
    /// Those of the addresses that got 3 invitations within a day, from whatever workspace, and may get no more now.
    /// </summary>
    /// <param name="addresses">In the form of <see cref="EmailAddress"/>.</param>
    public async Task<IReadOnlySet<string>> FindRecentlyInvitedAsync(IReadOnlyCollection<string> addresses)
    {
        var since = Now.AddDays(-1);
        var counts = await Emails
            .Where(m => addresses.Contains(m.To) && m.Kind == InvitationEmail.Kind && m.CreatedAt > since)
            .GroupBy(m => m.To)
            .Where(g => g.Count() >= InvitationsPerAddressAndDay)
            .Select(g => g.Key)
            .ToListAsync();
        return counts.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// When the address may get its next invitation, from whatever workspace; null when it may get one now.
    /// </summary>
    /// <param name="address">In the form of <see cref="EmailAddress"/>.</param>
    public async Task<DateTime?> NextInvitationAtAsync(string address)
    {
        var since = Now.AddDays(-1);
        var sent = await Emails
            .Where(m => m.To == address && m.Kind == InvitationEmail.Kind && m.CreatedAt > since)
            .OrderByDescending(m => m.CreatedAt)
            .Select(m => m.CreatedAt)
            .Take(InvitationsPerAddressAndDay)
            .ToListAsync();
        return sent.Count < InvitationsPerAddressAndDay ? null : sent[^1].AddDays(1);
    }

    /// <summary>
    /// Counts a request for an email from a form that anyone can send (sign-up, forgotten password). Call it before
    /// anything that depends on whether the address has an account, so that what is left does not show it.
    /// </summary>
    /// <param name="source">Where the request comes from.</param>
    /// <param name="address">In the form of <see cref="EmailAddress"/>.</param>
    /// <returns>How long the email has to wait so that many to one address arrive spaced; null when none may be sent
    /// now.</returns>
    public async Task<TimeSpan?> TryRequestAsync(ClientSource source, string address)
    {
        var limits = requests.Limits;
        var since = Now.AddHours(-1);
        var sent = await Emails.CountAsync(m =>
            m.To == address && RequestedKinds.Contains(m.Kind) && m.CreatedAt > since
        );
        if (sent >= limits.PerAddressPerHour || !requests.TryCount(source, address))
            return null;
        return sent < limits.UnspacedPerAddressPerHour
            ? TimeSpan.Zero
            : (sent - limits.UnspacedPerAddressPerHour + 1) * limits.Spacing;
    }

    private static readonly string[] RequestedKinds =
    [
        ConfirmAddressEmail.Kind,
        AlreadyRegisteredEmail.Kind,
        ResetPasswordEmail.Kind,
    ];

    // The rows of account mails belong to no workspace, and an address is spared by all workspaces together.
    private IQueryable<Job> Emails => db.Emails;

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
