using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Forgets the mail server that the owner typed, with its password. What the configuration sets stays.
/// </summary>
public sealed class RemoveMailSettings(ClearSettingsDb db, Change change, MailServerChangeNotice notice)
{
    public async Task<Result> RunAsync()
    {
        MailServerChange? changed = null;
        var done = await change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                changed = null;
                if (await db.SmtpServerSettings.SingleOrDefaultAsync() is not { } row)
                    return Result.Done;
                var route = await notice.BeforeAsync();
                // Emptied and not removed, so that its version goes on rising and an older form is noticed.
                row.Change(new(null, null, null, null, null, null, null), null, change.Time);
                change.Audit.Record(AuditKind.MailServerChanged, "Mail server", "settings removed");
                changed = await notice.PrepareAsync(route);
                return Result.Done;
            }
        );
        if (done.Ok)
            await notice.SendAsync(changed);
        return done;
    }
}
