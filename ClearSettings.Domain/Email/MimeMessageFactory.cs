using System.Text;
using MimeKit;

namespace ClearSettings.Domain.Email;

/// <summary>Renders an email as a MIME message: text and HTML, to one address, marked as sent by a program.</summary>
internal static class MimeMessageFactory
{
    /// <returns>Null when the email's address is none.</returns>
    public static (MimeMessage Message, MailboxAddress To)? Create(
        EmailMessage email,
        Guid id,
        SmtpOptions route,
        TimeProvider time
    )
    {
        if (EmailAddress.Normalize(email.To) != email.To || EmailAddress.ToMailbox(email.To) is not { } to)
            return null;
        var message = new MimeMessage
        {
            Subject = OneLine(email.Subject),
            Date = time.GetUtcNow(),
            MessageId = $"{id.ToHex()}@{route.FromAddress[(route.FromAddress.LastIndexOf('@') + 1)..]}",
        };
        message.From.Add(new MailboxAddress(Encoding.UTF8, OneLine(route.FromName), route.FromAddress));
        message.To.Add(to);
        EncodedWords.Protect(message);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var (html, text) = EmailTemplateRenderer.Render(email, route.LinkBase);
        message.Body = new MultipartAlternative(
            new TextPart("plain") { Text = text },
            new TextPart("html") { Text = html }
        );
        return (message, to);
    }

    /// <summary>Without anything that could end a header line, be it in an old row or a name from elsewhere.</summary>
    internal static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
