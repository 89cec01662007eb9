using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>
/// Work that is repeated while the server runs: every <see cref="Interval"/>, and when something wakes it. Runs do not
/// overlap. A run that fails is logged and does not end the server. At shutdown the work stops before connections are
/// closed, so that a slow client does not use up the time it needs to finish or to give back what it has in hand.
/// </summary>
public abstract class PeriodicJob(TimeProvider time, ILogger log) : BackgroundService, IHostedLifecycleService
{
    private readonly FailureLog _failures = new(log, time);

    // One place: several calls during a run lead to one more run.
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    protected TimeProvider Time { get; } = time;

    protected abstract TimeSpan Interval { get; }

    /// <summary>Whether the first run does not wait for the interval.</summary>
    protected virtual bool RunsAtStart => false;

    /// <summary>
    /// For the log, without a full stop: "Old sessions could not be removed; trying again in an hour".
    /// </summary>
    protected abstract string FailureMessage { get; }

    protected virtual LogLevel FailureLevel => LogLevel.Warning;

    /// <summary>Runs it soon, and once more when it is running now.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ShutdownLimits.Workers);
        // SQLite works on the thread of its caller, and a cancelled token continues there too.
        await Task.Run(() => StopAsync(limit.Token), CancellationToken.None)
            .WaitAsync(limit.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs when connections are closed too.</summary>
    public virtual Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task RunOnceAsync(CancellationToken stop);

    /// <summary>Runs once at shutdown, after the last run.</summary>
    protected virtual Task RunLastAsync() => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (RunsAtStart)
            Wake();
        await using (Time.CreateTimer(_ => Wake(), null, Interval, Interval))
        {
            while (await WaitAsync(stoppingToken))
                await TryAsync(FailureMessage, () => RunOnceAsync(stoppingToken), stoppingToken);
        }
        await TryAsync(FailureMessage, RunLastAsync, default);
    }

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
    protected void Report(Exception problem, string failureMessage) =>
        _failures.Write(problem, failureMessage, FailureLevel);

    /// <returns>False at shutdown.</returns>
    private async Task<bool> WaitAsync(CancellationToken stop)
    {
        try
        {
            await _signal.Reader.ReadAsync(stop);
            return !stop.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
