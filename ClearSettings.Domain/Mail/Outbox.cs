using ClearSettings.Domain.Users;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Mail;

/// <summary>Where verbs leave their mails. Call it inside <see cref="ClearSettingsDb.WriteAsync"/>, so that mail and change are committed together.</summary>
public sealed class Outbox(ClearSettingsDb db, MailServer server, OutboxSignal signal, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>
    /// Puts a letter into the outbox. Writes nothing when no mail server is set up, so that nothing old goes out once there is one, or
    /// when it is a notice (<see cref="Letter.IsNotice"/>) to a person who wants none, or when the account has no
    /// address.
    /// </summary>
    /// <param name="workspaceId">The workspace that causes it; null when it is about an account.</param>
    /// <param name="delay">How long the mail waits before it is sent.</param>
    /// <returns>Whether the mail goes out.</returns>
    public bool Add(Letter letter, Guid? workspaceId, TimeSpan delay = default)
    {
        if (!server.IsSetUp || IsUnwanted(letter)) return false;
        db.OutgoingMails.Add(OutgoingMail.Write(workspaceId, LetterContent.KindOf(letter), letter.To, LetterContent.Write(letter, protection), time, delay));
        db.AfterCommit(signal.Wake);
        return true;
    }

    private bool IsUnwanted(Letter letter)
    {
        if (letter.To.EndsWith("@" + EmailAddress.NoMailDomain, StringComparison.OrdinalIgnoreCase)) return true;
        if (!letter.IsNotice) return false;
        var address = letter.To.ToUpperInvariant();
        return db.Users.Any(u => u.NormalizedEmail == address && !u.WantsNotices);
    }
}
