using ClearSettings.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Email;

/// <summary>Tries a waiting mail now instead of after its pause.</summary>
public sealed class RetryEmailNow(ClearSettingsDb db, Change change, JobWorker worker)
{
    public Task<Result> RunAsync(Guid id) =>
        change.RunAsync(
            Permission.ManageServer,
            async () =>
            {
                var now = change.Now;
                // Whoever runs the server sees the emails of every workspace.
                var found = await db
                    .Emails.Where(m => m.Id == id && m.State == JobState.Waiting)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.DueAt, x => x.DueAt < now ? x.DueAt : now));
                db.AfterCommit(worker.Wake);
                return found == 1 ? Result.Done : Result.NotFound("This email does not wait any more.");
            }
        );
}
