using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Mail;

/// <summary>Forgets the mail server that the owner typed, with its password. What the configuration sets stays.</summary>
public sealed class TurnMailOff(ClearSettingsDb db, MailServer server, AuditLog audit, TimeProvider time)
{
    public Task<Result> RunAsync() => db.WriteAsync(async () =>
    {
        if (await db.SmtpServerSettings.SingleOrDefaultAsync() is not { } row) return Result.Done;
        // Emptied and not removed, so that its version goes on rising and an older form is noticed.
        row.Change(new(null, null, null, null, null, null, null), null, time);
        audit.Record(AuditKind.MailServerChanged, "Mail server", "settings removed");
        server.Forget();
        return Result.Done;
    });
}
