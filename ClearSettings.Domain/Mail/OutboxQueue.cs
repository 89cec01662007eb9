using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Mail;

/// <summary>
/// The waiting mails, taken one by one with a lease, so that two nodes never have one in hand at once. Each step is one conditional
/// update: of two takers the database lets one win. A lease that was never given back, since its process died, runs out by itself.
/// </summary>
internal sealed partial class OutboxQueue(ClearSettingsDb db, TimeProvider time, LogThrottle throttle, ILogger<OutboxQueue> log)
{
    /// <summary>Longer than opening a connection and sending one mail may take together.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>A mail whose try fails after this is given up.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromHours(24);

    private const int LookAhead = 20;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];
    private static readonly TimeSpan LaterPause = TimeSpan.FromHours(1);

    /// <param name="dueBy">What falls due later is left for the next look.</param>
    /// <returns>The next mail that is due, or null.</returns>
    public async Task<OutgoingMail?> TakeAsync(DateTime dueBy)
    {
        var now = Now;
        foreach (var id in await Due(now).Where(m => m.NextTryAt <= dueBy).OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Select(m => m.Id).Take(LookAhead).ToListAsync())
        {
            if (await TryTakeAsync(id, now) is { } mail) return mail;
        }
        return null;
    }

    // A row that cannot be changed or read must not keep the ones behind it.
    private async Task<OutgoingMail?> TryTakeAsync(Guid id, DateTime now)
    {
        var until = now + Lease;
        try
        {
            if (await ChangeAsync(() => Due(now).Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, until))) == 0) return null;
            return await Mails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            if (throttle.ShouldLog(problem, nameof(OutboxQueue))) LogBadRow(problem, id);
            return null;
        }
    }

    /// <summary>The mail server has it. Its content is deleted.</summary>
    public Task SentAsync(OutgoingMail mail) => EndAsync(mail, MailState.Sent, null);

    /// <summary>It was not tried after all, and is due for whoever looks next.</summary>
    public Task ReleaseAsync(OutgoingMail mail) => ChangeAsync(() => Waiting(mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, (DateTime?)null)));

    /// <summary>It comes again after a pause of 1, 5, 30 minutes and then hours, unless that has no sense any more.</summary>
    public Task FailedAsync(OutgoingMail mail, SmtpFailure failure)
    {
        var (now, lastTry) = (Now, mail.CreatedAt + GivenUpAfter);
        if (failure.Permanent || now >= lastTry) return EndAsync(mail, MailState.Failed, failure.Sentence);
        var next = now + (mail.Tries < Pauses.Length ? Pauses[mail.Tries] : LaterPause);
        if (next > lastTry) next = lastTry;
        return ChangeAsync(() => Waiting(mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.Tries, x => x.Tries + 1).SetProperty(x => x.NextTryAt, next).SetProperty(x => x.LeasedUntil, (DateTime?)null).SetProperty(x => x.Problem, failure.Sentence)));
    }

    /// <summary>Without a mail server nothing waits longer than a day, so that nothing old goes out once there is one.</summary>
    public Task GiveUpOldAsync()
    {
        var (now, old) = (Now, Now - GivenUpAfter);
        return ChangeAsync(() => Mails.Where(m => m.State == MailState.Waiting && m.CreatedAt < old).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MailState.Failed).SetProperty(x => x.Content, (string?)null).SetProperty(x => x.LeasedUntil, (DateTime?)null).SetProperty(x => x.EndedAt, now).SetProperty(x => x.Problem, "No mail server was set up for a day.")));
    }

    private Task EndAsync(OutgoingMail mail, MailState state, string? problem)
    {
        var now = Now;
        return ChangeAsync(() => Waiting(mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.State, state).SetProperty(x => x.Content, (string?)null).SetProperty(x => x.Tries, x => x.Tries + 1).SetProperty(x => x.LeasedUntil, (DateTime?)null).SetProperty(x => x.EndedAt, now).SetProperty(x => x.Problem, problem)));
    }

    private IQueryable<OutgoingMail> Due(DateTime now) => Mails.Where(m => m.State == MailState.Waiting && m.NextTryAt <= now && (m.LeasedUntil == null || m.LeasedUntil <= now));

    // Whoever was too slow and lost the lease must not undo what another node did.
    private IQueryable<OutgoingMail> Waiting(OutgoingMail mail) => Mails.Where(m => m.Id == mail.Id && m.State == MailState.Waiting);

    private Task<int> ChangeAsync(Func<Task<int>> change) => db.WriteAsync(change);

    // The delivery serves every workspace.
    private IQueryable<OutgoingMail> Mails => db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Error, Message = "Email {Id} in the outbox cannot be read or changed, so it is not sent")]
    private partial void LogBadRow(Exception problem, Guid id);
}
