using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Mail;

/// <summary>Takes a waiting or failed mail out of the outbox for good.</summary>
public sealed class DiscardMail(ClearSettingsDb db, AuditLog audit)
{
    public Task<Result> RunAsync(Guid id) => db.WriteAsync(async () =>
    {
        // Whoever runs the server sees the mails of every workspace.
        var mails = db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.Id == id && m.State != MailState.Sent);
        if (await mails.AsNoTracking().SingleOrDefaultAsync() is not { } mail || await mails.ExecuteDeleteAsync() == 0) return Result.NotFound("This mail is not in the outbox any more.");
        audit.Record(AuditKind.MailDiscarded, mail.To, mail.KindWords);
        return Result.Done;
    });
}
