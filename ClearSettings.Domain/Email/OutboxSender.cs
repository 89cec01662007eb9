using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Sends what is in the outbox: at once when this process wrote it, else when it next looks. A mail leaves the outbox only after the
/// mail server took it, so a crash can repeat one, with the same Message-ID, and loses none.
/// </summary>
public sealed class OutboxSender(
    IServiceScopeFactory scopes,
    OutboxSignal signal,
    TimeProvider time,
    ILogger<OutboxSender> log
) : BackgroundWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FailureLog _failures = new(log, time);

    /// <summary>Sends everything that is due now.</summary>
    /// <param name="stop">Ends it after the mail in hand, which is finished, or put back after <see cref="ShutdownLimits.WorkInHand"/>.</param>
    public async Task RunAsync(CancellationToken stop = default)
    {
        while (await RunBatchAsync(stop)) { }
    }

    private async Task<bool> RunBatchAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OutboxBatch>().RunAsync(stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(stoppingToken);
            await signal.WaitAsync(Interval, time, stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken stop)
    {
        try
        {
            await RunAsync(stop);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            _failures.Write(problem, "The outbox could not be worked on; trying again in ten seconds", LogLevel.Error);
        }
    }
}
