using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>Takes a waiting or failed email out of the outbox permanently.</summary>
public sealed class CancelEmail(ClearSettingsDb db, Change change)
{
    public Task<Result> RunAsync(Guid id) =>
        change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                // Whoever runs the server sees the emails of every workspace.
                var emails = db.Emails.Where(m => m.Id == id && m.State != JobState.Done);
                if (
                    await emails.AsNoTracking().SingleOrDefaultAsync() is not { } mail
                    || await emails.ExecuteDeleteAsync() == 0
                )
                    return Result.NotFound("This email is not in the outbox any more.");
                change.Audit.Record(AuditKind.EmailCanceled, mail.To, EmailJobs.GetKindLabel(mail.Kind));
                return Result.Done;
            }
        );
}
