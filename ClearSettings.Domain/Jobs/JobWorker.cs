using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Jobs;

/// <summary>
/// Carries out the jobs that are due: soon after this process wrote them, else when it next looks. Types do not wait
/// for each other. A job leaves the table only when it is done, so a crash can repeat one and loses none.
/// </summary>
public sealed class JobWorker(IServiceScopeFactory scopes, TimeProvider time, ILogger<JobWorker> log)
    : PeriodicJob(time, log)
{
    private bool _recurringAdded;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

    protected override bool RunsAtStart => true;

    protected override string FailureMessage => "Jobs could not be carried out; trying again in ten seconds";

    protected override LogLevel FailureLevel => LogLevel.Error;

    /// <summary>Carries out everything that is due now.</summary>
    /// <param name="stop">Ends it after the job in hand, which is finished, or put back after
    /// <see cref="ShutdownLimits.WorkInHand"/>.</param>
    public async Task RunAsync(CancellationToken stop = default) =>
        await Task.WhenAll((await DueTypesAsync()).Select(type => RunAsync(type, stop)));

    protected override async Task RunOnceAsync(CancellationToken stop)
    {
        if (!_recurringAdded)
            await AddRecurringAsync();
        await RunAsync(stop);
    }

    private async Task RunAsync(string type, CancellationToken stop)
    {
        // SQLite works on the thread of its caller.
        await Task.Yield();
        while (await RunBatchAsync(type, stop)) { }
    }

    private async Task<bool> RunBatchAsync(string type, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JobBatch>().RunAsync(type, stop);
    }

    private async Task<List<string>> DueTypesAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JobLeases>().DueTypesAsync();
    }

    private async Task AddRecurringAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var leases = scope.ServiceProvider.GetRequiredService<JobLeases>();
        foreach (var handler in scope.ServiceProvider.GetServices<IJobHandler>().Where(h => h.Every is not null))
            await leases.AddRecurringAsync(handler.Type);
        _recurringAdded = true;
    }
}
