using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Sends what is in the outbox: at once when this process wrote it, else when it next looks. An email leaves the outbox
/// only after the mail server took it, so a crash can repeat one, with the same Message-ID, and loses none.
/// </summary>
public sealed class OutboxSender(IServiceScopeFactory scopes, TimeProvider time, ILogger<OutboxSender> log)
    : PeriodicJob(time, log)
{
    protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

    protected override bool RunsAtStart => true;

    protected override string FailureMessage => "The outbox could not be processed; trying again in ten seconds";

    protected override LogLevel FailureLevel => LogLevel.Error;

    /// <summary>Sends everything that is due now.</summary>
    /// <param name="stop">Ends it after the email in hand, which is finished, or put back after
    /// <see cref="ShutdownLimits.WorkInHand"/>.</param>
    public async Task RunAsync(CancellationToken stop = default)
    {
        while (await RunBatchAsync(stop)) { }
    }

    protected override Task RunOnceAsync(CancellationToken stop) => RunAsync(stop);

    private async Task<bool> RunBatchAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OutboxBatch>().RunAsync(stop);
    }
}
