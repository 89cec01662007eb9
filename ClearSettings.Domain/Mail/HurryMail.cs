using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Mail;

/// <summary>Tries a waiting mail now instead of after its pause.</summary>
public sealed class HurryMail(ClearSettingsDb db, OutboxSignal signal, TimeProvider time)
{
    public Task<Result> RunAsync(Guid id) => db.WriteAsync(async () =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        // Whoever runs the server sees the mails of every workspace.
        var found = await db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.Id == id && m.State == MailState.Waiting).ExecuteUpdateAsync(m => m.SetProperty(x => x.NextTryAt, x => x.NextTryAt < now ? x.NextTryAt : now));
        db.AfterCommit(signal.Wake);
        return found == 1 ? Result.Done : Result.NotFound("This mail does not wait any more.");
    });
}
