using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Mail;

/// <summary>Where verbs leave their mails. Call it inside <see cref="ClearSettingsDb.WriteAsync"/>, so that mail and change are committed together.</summary>
public sealed class Outbox(ClearSettingsDb db, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Purpose of the protection of <see cref="OutgoingMail.Content"/>.</summary>
    internal const string Purpose = "ClearSettings.OutgoingMail";

    /// <summary>Puts a letter into the outbox.</summary>
    /// <param name="workspaceId">The workspace that causes it; null when it is about an account.</param>
    public void Add(Letter letter, Guid? workspaceId)
    {
        var content = JsonSerializer.Serialize(letter, letter.GetType());
        db.OutgoingMails.Add(OutgoingMail.Write(workspaceId, letter.GetType().Name, letter.To, protection.CreateProtector(Purpose).Protect(content), time));
    }
}
