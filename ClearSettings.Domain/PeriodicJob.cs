using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>Work that is repeated while the server runs. A run that fails is logged and does not end the server.</summary>
public abstract class PeriodicJob(TimeProvider time, ILogger log) : BackgroundWorker
{
    private readonly FailureLog _failures = new(log, time);

    protected TimeProvider Time { get; } = time;

    protected abstract TimeSpan Interval { get; }

    /// <summary>Whether the first run does not wait for the interval.</summary>
    protected virtual bool RunsAtStart => false;

    /// <summary>For the log, without a full stop: "Old sessions could not be removed; trying again in an hour".</summary>
    protected abstract string FailureMessage { get; }

    protected abstract Task RunOnceAsync(CancellationToken stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, Time);
        try
        {
            if (RunsAtStart)
                await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) { }
    }

    protected Task TryAsync(CancellationToken stop) => TryAsync(FailureMessage, () => RunOnceAsync(stop), stop);

    /// <summary>Runs a part of the job; when it fails, the others still run.</summary>
    protected async Task TryAsync(string failureMessage, Func<Task> part, CancellationToken stop)
    {
        try
        {
            await part();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            Report(problem, failureMessage);
        }
    }

    /// <summary>Logs a failure that did not end the run.</summary>
    protected void Report(Exception problem, string failureMessage) => _failures.Write(problem, failureMessage);
}
