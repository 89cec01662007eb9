using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>
/// The waiting emails, taken one by one with a lease, so that two nodes never have one in hand at once. Each step is
/// one conditional update: of two takers the database lets one win. A lease that was never given back, since its
/// process died, runs out by itself.
/// </summary>
internal sealed partial class OutboxQueue(
    ClearSettingsDb db,
    Change change,
    TimeProvider time,
    LogThrottle throttle,
    ILogger<OutboxQueue> log
)
{
    /// <summary>Longer than opening a connection and sending one email may take together.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>An email whose try fails after this is given up.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    private const int LookAheadCount = 20;

    private static readonly TimeSpan[] RetryDelays =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
    ];
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromHours(1);

    /// <param name="dueBy">What falls due later is left for the next look.</param>
    /// <returns>The next email that is due, or null.</returns>
    public async Task<OutgoingEmail?> LeaseAsync(DateTime dueBy)
    {
        var now = Now;
        foreach (
            var id in await Due(now)
                .Where(m => m.NextTryAt <= dueBy)
                .OrderBy(m => m.NextTryAt)
                .ThenBy(m => m.Id)
                .Select(m => m.Id)
                .Take(LookAheadCount)
                .ToListAsync()
        )
        {
            if (await TryLeaseAsync(id, now) is { } mail)
                return mail;
        }
        return null;
    }

    // A row that cannot be changed or read must not keep the ones behind it.
    private async Task<OutgoingEmail?> TryLeaseAsync(Guid id, DateTime now)
    {
        var until = now + Lease;
        try
        {
            if (
                await ChangeAsync(() =>
                    Due(now).Where(m => m.Id == id).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, until))
                ) == 0
            )
                return null;
            return await Emails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            if (throttle.ShouldLog(problem, nameof(OutboxQueue)))
                LogBadRow(problem, id);
            return null;
        }
    }

    /// <summary>The mail server has it. Its content is deleted.</summary>
    public Task MarkSentAsync(OutgoingEmail mail) => EndAsync(mail, EmailState.Sent, null);

    /// <summary>It was not tried after all, and is due for whoever looks next.</summary>
    public Task ReleaseAsync(OutgoingEmail mail) =>
        ChangeAsync(() =>
            StillWaiting(mail).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, (DateTime?)null))
        );

    /// <summary>
    /// It comes again after a pause of 1, 5, 30 minutes and then hours, unless that has no sense any more.
    /// </summary>
    public Task MarkFailedAsync(OutgoingEmail mail, SmtpFailure failure)
    {
        var (now, lastTry) = (Now, mail.CreatedAt + MaxAge);
        if (failure.Permanent || now >= lastTry)
            return EndAsync(mail, EmailState.Failed, failure.Message);
        var next = now + (mail.Tries < RetryDelays.Length ? RetryDelays[mail.Tries] : MaxRetryDelay);
        if (next > lastTry)
            next = lastTry;
        return ChangeAsync(() =>
            StillWaiting(mail)
                .ExecuteUpdateAsync(m =>
                    m.SetProperty(x => x.Tries, x => x.Tries + 1)
                        .SetProperty(x => x.NextTryAt, next)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.Problem, failure.Message)
                )
        );
    }

    /// <summary>
    /// Without a mail server nothing waits longer than a day, so that nothing old goes out once there is one.
    /// </summary>
    public Task GiveUpOldAsync()
    {
        var (now, old) = (Now, Now - MaxAge);
        return ChangeAsync(() =>
            Emails
                .Where(m => m.State == EmailState.Waiting && m.CreatedAt < old)
                .ExecuteUpdateAsync(m =>
                    m.SetProperty(x => x.State, EmailState.Failed)
                        .SetProperty(x => x.Content, (string?)null)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.EndedAt, now)
                        .SetProperty(x => x.Problem, "No mail server was set up for a day.")
                )
        );
    }

    private Task EndAsync(OutgoingEmail mail, EmailState state, string? problem)
    {
        var now = Now;
        return ChangeAsync(() =>
            StillWaiting(mail)
                .ExecuteUpdateAsync(m =>
                    m.SetProperty(x => x.State, state)
                        .SetProperty(x => x.Content, (string?)null)
                        .SetProperty(x => x.Tries, x => x.Tries + 1)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.EndedAt, now)
                        .SetProperty(x => x.Problem, problem)
                )
        );
    }

    private IQueryable<OutgoingEmail> Due(DateTime now) =>
        Emails.Where(m =>
            m.State == EmailState.Waiting && m.NextTryAt <= now && (m.LeasedUntil == null || m.LeasedUntil <= now)
        );

    // Whoever was too slow and lost the lease must not undo what another node did.
    private IQueryable<OutgoingEmail> StillWaiting(OutgoingEmail mail) =>
        Emails.Where(m => m.Id == mail.Id && m.State == EmailState.Waiting);

    private Task<int> ChangeAsync(Func<Task<int>> work) => change.RunAsServerAsync(work);

    // The delivery serves every workspace.
    private IQueryable<OutgoingEmail> Emails => db.OutgoingEmails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Email {Id} in the outbox cannot be read or changed, so it is not sent"
    )]
    private partial void LogBadRow(Exception problem, Guid id);
}
