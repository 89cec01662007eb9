using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Jobs;

/// <summary>Carries out what is due of one type, with one instance of its handler.</summary>
internal sealed partial class JobBatch(
    JobLeases leases,
    IEnumerable<IJobHandler> handlers,
    TimeProvider time,
    LogThrottle throttle,
    ILogger<JobBatch> log
)
{
    // Then the handler is made anew: it reads its settings again and opens a new connection, as many mail servers
    // demand.
    private const int MaxJobs = 100;

    /// <param name="stop">Ends the batch after the job in hand.</param>
    /// <returns>Whether there may be more that is due.</returns>
    public async Task<bool> RunAsync(string type, CancellationToken stop)
    {
        // Written by a node that runs a newer version, which also carries it out.
        if (handlers.FirstOrDefault(h => h.Type == type) is not { } handler)
            return false;
        if (await handler.CheckAsync() is { } obstacle)
        {
            if (handler.Every is null)
                await leases.GiveUpOldAsync(type, obstacle.Message);
            return false;
        }
        // A job that failed and falls due again meanwhile waits for the next batch: a connection may be closed for
        // good.
        var began = time.GetUtcNow().UtcDateTime;
        using var abandon = new CancellationTokenSource();
        await using var stopping = stop.Register(() => abandon.CancelAfter(ShutdownLimits.WorkInHand));
        for (var count = 0; count < MaxJobs && !stop.IsCancellationRequested; count++)
        {
            if (await leases.LeaseAsync(handler, began) is not { } job)
                return false;
            await RunAsync(handler, job, abandon.Token);
        }
        return !stop.IsCancellationRequested;
    }

    private async Task RunAsync(IJobHandler handler, Job job, CancellationToken abandon)
    {
        try
        {
            await EndAsync(handler, job, await TryAsync(handler, job, abandon));
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            await leases.ReleaseAsync(job);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            // Its row could not be changed. The others are still carried out, and it comes again when its lease is
            // over.
            if (throttle.ShouldLog(problem, nameof(JobBatch)))
                LogRow(problem, job.Type, job.Kind, job.Id);
        }
    }

    private Task EndAsync(IJobHandler handler, Job job, JobFailure? failure)
    {
        if (failure is not null)
        {
            LogFailure(job.Type, job.Kind, job.Id, failure.Message);
            return leases.MarkFailedAsync(job, failure, handler.Every);
        }
        return handler.Every is { } every ? leases.RepeatAsync(job, every) : leases.MarkDoneAsync(job);
    }

    private async Task<JobFailure?> TryAsync(IJobHandler handler, Job job, CancellationToken abandon)
    {
        try
        {
            return await handler.RunAsync(job, abandon);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !abandon.IsCancellationRequested)
        {
            // A bug in one job must not hold up the others.
            LogBug(problem, job.Type, job.Kind, job.Id);
            return new("The job could not be carried out. The log of the server has the cause.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Type} job {Kind} {Id} failed: {Sentence}")]
    private partial void LogFailure(string type, string kind, Guid id, string sentence);

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Type} job {Kind} {Id} could not be carried out")]
    private partial void LogBug(Exception problem, string type, string kind, Guid id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The row of the {Type} job {Kind} {Id} could not be changed")]
    private partial void LogRow(Exception problem, string type, string kind, Guid id);
}
