using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>Takes a waiting or failed email out of the outbox permanently.</summary>
public sealed class CancelEmail(ClearSettingsDb db, Change change, AuditLog audit)
{
    public Task<Result> RunAsync(Guid id) =>
        change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                // Whoever runs the server sees the emails of every workspace.
                var emails = db
                    .OutgoingEmails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                    .Where(m => m.Id == id && m.State != EmailState.Sent);
                if (
                    await emails.AsNoTracking().SingleOrDefaultAsync() is not { } mail
                    || await emails.ExecuteDeleteAsync() == 0
                )
                    return Result.NotFound("This email is no longer in the outbox.");
                audit.Record(AuditKind.EmailCanceled, mail.To, mail.KindLabel);
                return Result.Done;
            }
        );
}
