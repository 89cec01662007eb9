using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>Tries a waiting email now instead of after its pause.</summary>
public sealed class RetryEmailNow(ClearSettingsDb db, Change change, OutboxSender sender, TimeProvider time)
{
    public Task<Result> RunAsync(Guid id) =>
        change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                // Whoever runs the server sees the emails of every workspace.
                var found = await db
                    .OutgoingEmails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                    .Where(m => m.Id == id && m.State == EmailState.Waiting)
                    .ExecuteUpdateAsync(m =>
                        m.SetProperty(x => x.NextTryAt, x => x.NextTryAt < now ? x.NextTryAt : now)
                    );
                db.AfterCommit(sender.Wake);
                return found == 1 ? Result.Done : Result.NotFound("This email is no longer pending.");
            }
        );
}
