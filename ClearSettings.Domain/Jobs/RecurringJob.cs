using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Jobs;

/// <summary>
/// Work that is repeated by one node at a time, however many there are. It is one row of the table, due again after
/// each run.
/// </summary>
public abstract class RecurringJob(TimeProvider time, ILogger log) : IJobHandler
{
    private readonly FailureLog _failures = new(log, time);

    public abstract string Type { get; }

    TimeSpan? IJobHandler.Every => Every;

    TimeSpan IJobHandler.Lease => TimeSpan.FromMinutes(15);

    protected TimeProvider Time { get; } = time;

    protected abstract TimeSpan Every { get; }

    protected abstract Task RunOnceAsync(CancellationToken stop);

    async Task<JobFailure?> IJobHandler.RunAsync(Job job, CancellationToken abandon)
    {
        await RunOnceAsync(abandon);
        return null;
    }

    /// <summary>Runs a part of the job; when it fails, the others still run.</summary>
    protected async Task TryAsync(string failureMessage, Func<Task> part, CancellationToken stop)
    {
        try
        {
            await part();
        }
        catch (Exception problem)
            when (problem is not OutOfMemoryException
                && !(problem is OperationCanceledException && stop.IsCancellationRequested)
            )
        {
            Report(problem, failureMessage);
        }
    }

    /// <summary>Logs a failure that did not end the run.</summary>
    protected void Report(Exception problem, string failureMessage) => _failures.Write(problem, failureMessage);
}
