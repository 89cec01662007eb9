using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Jobs;

/// <summary>
/// The waiting jobs, taken one by one with a lease, so that two nodes never have one in hand at once. Each step is one
/// conditional update: of two takers the database lets one win. A lease that was never given back, since its process
/// died, runs out by itself.
/// </summary>
internal sealed partial class JobLeases(
    ClearSettingsDb db,
    Change change,
    JobQueue queue,
    LogThrottle throttle,
    ILogger<JobLeases> log
)
{
    /// <summary>Longer than one attempt may take, such as to open a connection and send one email.</summary>
    internal static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(90);

    /// <summary>A job that something caused is given up when an attempt fails after this.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    private const int LookAheadCount = 20;

    private static readonly TimeSpan[] RetryDelays =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
    ];
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromHours(1);

    /// <summary>The types of the jobs that are due now.</summary>
    internal Task<List<string>> DueTypesAsync() => Due(change.Now).Select(j => j.Type).Distinct().ToListAsync();

    /// <summary>Adds the one row of work that repeats, due now, unless it is there.</summary>
    internal Task AddRecurringAsync(string type) =>
        change.RunAsServerAsync(() => queue.AddAsync(new(type) { DedupeKey = type }));

    /// <param name="dueBy">What falls due later is left for the next look.</param>
    /// <returns>The next job that is due, or null.</returns>
    internal async Task<Job?> LeaseAsync(IJobHandler handler, DateTime dueBy)
    {
        var now = change.Now;
        foreach (
            var id in await Due(now)
                .Where(j => j.Type == handler.Type && j.DueAt <= dueBy)
                .OrderBy(j => j.DueAt)
                .ThenBy(j => j.Id)
                .Select(j => j.Id)
                .Take(LookAheadCount)
                .ToListAsync()
        )
        {
            if (await TryLeaseAsync(handler, id, now) is { } job)
                return job;
        }
        return null;
    }

    // A row that cannot be changed or read must not keep the ones behind it.
    private async Task<Job?> TryLeaseAsync(IJobHandler handler, Guid id, DateTime now)
    {
        var until = now + handler.Lease;
        try
        {
            if (
                await ChangeAsync(() =>
                    Due(now).Where(j => j.Id == id).ExecuteUpdateAsync(j => j.SetProperty(x => x.LeasedUntil, until))
                ) == 0
            )
                return null;
            return await Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            if (throttle.ShouldLog(problem, nameof(JobLeases)))
                LogBadRow(problem, handler.Type, id);
            return null;
        }
    }

    /// <summary>It is done, and its payload is deleted.</summary>
    internal Task MarkDoneAsync(Job job) => EndAsync(job, JobState.Done, null);

    /// <summary>It was not tried after all, and can be taken again immediately.</summary>
    internal Task ReleaseAsync(Job job) =>
        ChangeAsync(() =>
            StillWaiting(job).ExecuteUpdateAsync(j => j.SetProperty(x => x.LeasedUntil, (DateTime?)null))
        );

    /// <summary>Work that repeats is due again after the time.</summary>
    internal Task RepeatAsync(Job job, TimeSpan after)
    {
        var next = change.Now + after;
        return ChangeAsync(() =>
            StillWaiting(job)
                .ExecuteUpdateAsync(j =>
                    j.SetProperty(x => x.Attempts, 0)
                        .SetProperty(x => x.DueAt, next)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.Problem, (string?)null)
                )
        );
    }

    /// <summary>
    /// It comes again after a pause of 1, 5, 30 minutes and then hours, unless that has no sense any more.
    /// </summary>
    /// <param name="every">Of work that repeats: it is never given up, and waits no longer than this.</param>
    internal Task MarkFailedAsync(Job job, JobFailure failure, TimeSpan? every = null)
    {
        var (now, message) = (change.Now, TextLimits.Truncate(failure.Message, Job.MaxProblemLength));
        var lastTry = every is null ? job.CreatedAt + MaxAge : now + every.Value;
        if (every is null && (failure.Permanent || now >= lastTry))
            return EndAsync(job, JobState.Failed, message);
        var next = now + (job.Attempts < RetryDelays.Length ? RetryDelays[job.Attempts] : MaxRetryDelay);
        if (next > lastTry)
            next = lastTry;
        return ChangeAsync(() =>
            StillWaiting(job)
                .ExecuteUpdateAsync(j =>
                    j.SetProperty(x => x.Attempts, x => x.Attempts + 1)
                        .SetProperty(x => x.DueAt, next)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.Problem, message)
                )
        );
    }

    /// <summary>
    /// Gives up what has waited for a day for its handler to be ready, so that nothing old is carried out once it is.
    /// </summary>
    internal Task GiveUpOldAsync(string type, string problem)
    {
        var (now, old) = (change.Now, change.Now - MaxAge);
        return ChangeAsync(() =>
            Jobs.Where(j => j.Type == type && j.State == JobState.Waiting && j.CreatedAt < old)
                .ExecuteUpdateAsync(j =>
                    j.SetProperty(x => x.State, JobState.Failed)
                        .SetProperty(x => x.Payload, (string?)null)
                        .SetProperty(x => x.DedupeKey, (string?)null)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.EndedAt, now)
                        .SetProperty(x => x.Problem, problem)
                )
        );
    }

    private Task EndAsync(Job job, JobState state, string? problem)
    {
        var now = change.Now;
        return ChangeAsync(() =>
            StillWaiting(job)
                .ExecuteUpdateAsync(j =>
                    j.SetProperty(x => x.State, state)
                        .SetProperty(x => x.Payload, (string?)null)
                        .SetProperty(x => x.DedupeKey, (string?)null)
                        .SetProperty(x => x.Attempts, x => x.Attempts + 1)
                        .SetProperty(x => x.LeasedUntil, (DateTime?)null)
                        .SetProperty(x => x.EndedAt, now)
                        .SetProperty(x => x.Problem, problem)
                )
        );
    }

    private IQueryable<Job> Due(DateTime now) =>
        Jobs.Where(j =>
            j.State == JobState.Waiting && j.DueAt <= now && (j.LeasedUntil == null || j.LeasedUntil <= now)
        );

    // Whoever was too slow and lost the lease must not undo what another node did.
    private IQueryable<Job> StillWaiting(Job job) => Jobs.Where(j => j.Id == job.Id && j.State == JobState.Waiting);

    private Task<int> ChangeAsync(Func<Task<int>> work) => change.RunAsServerAsync(work);

    // The queue serves every workspace.
    private IQueryable<Job> Jobs => db.Jobs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The {Type} job {Id} cannot be read or changed, so it is not carried out"
    )]
    private partial void LogBadRow(Exception problem, string type, Guid id);
}
