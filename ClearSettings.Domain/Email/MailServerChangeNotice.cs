using ClearSettings.Domain.Jobs;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Tells those whom every <see cref="IMailServerReplacement"/> names that the email settings were changed, through the
/// mail server from before, which those who changed them cannot read. What that one does not accept goes out through
/// the new one.
/// </summary>
public sealed class MailServerChangeNotice(
    ClearSettingsDb db,
    Change change,
    MailServer server,
    IEnumerable<IMailServerReplacement> replacements,
    MailServerNoticeSender sender
)
{
    /// <summary>
    /// The route before the change. Call it inside a <see cref="Change"/>, before anything is changed.
    /// </summary>
    internal async Task<SmtpOptions?> BeforeAsync()
    {
        server.Invalidate();
        return await server.GetSmtpOptionsAsync();
    }

    /// <summary>
    /// Call it in the same transaction, after the change. Writes the notices into the outbox, where they wait for
    /// <see cref="SendAsync"/>: if this process dies before, they go out through the new mail server.
    /// </summary>
    /// <returns>What to send after the commit.</returns>
    internal async Task<MailServerChange?> PrepareAsync(SmtpOptions? before)
    {
        await db.SaveChangesAsync();
        server.Invalidate();
        var after = await server.GetSmtpOptionsAsync();
        if (SmtpOptions.AreSame(before, after))
            return null;
        List<(Job, EmailMessage)> emails = [];
        foreach (var replacement in replacements)
            emails.AddRange(
                (await replacement.ApplyAsync(before, after)).Select(e => (change.Outbox.CreateLeased(e), e))
            );
        if (before is null)
            return null;
        if (after is not null)
            db.Jobs.AddRange(emails.Select(e => e.Item1));
        return new(before, after is not null, emails);
    }

    /// <summary>Call it after the commit.</summary>
    internal Task SendAsync(MailServerChange? changed) =>
        changed is null ? Task.CompletedTask : sender.SendAsync(changed);
}

/// <summary>Notices that wait for the commit.</summary>
/// <param name="Before">The mail server they go to first.</param>
/// <param name="HasNewServer">Whether email is still set up after the change, so that they are in the outbox.</param>
internal sealed record MailServerChange(
    SmtpOptions Before,
    bool HasNewServer,
    IReadOnlyList<(Job Mail, EmailMessage Letter)> Emails
);
