using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Jobs;

/// <summary>Removes all <see cref="ExpiredRows"/>, once an hour.</summary>
public sealed class ExpiredRowCleanup(
    IServiceScopeFactory scopes,
    IEnumerable<ExpiredRows> tables,
    TimeProvider time,
    ILogger<ExpiredRowCleanup> log
) : RecurringJob(time, log)
{
    public override string Type => "cleanup";

    protected override TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel = default)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        foreach (var rows in tables)
            await RemoveAsync(rows, now, cancel);
    }

    protected override Task RunOnceAsync(CancellationToken stop) => RunAsync(stop);

    // Each table in a transaction of its own: one that cannot be cleaned up must not keep the others.
    private Task RemoveAsync(ExpiredRows rows, DateTime now, CancellationToken cancel) =>
        TryAsync(
            $"Old {rows.Name} could not be removed; trying again in an hour",
            async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
                var change = scope.ServiceProvider.GetRequiredService<Change>();
                await change.RunAsServerAsync(() => rows.RemoveAsync(db, now, cancel), null, cancel);
            },
            cancel
        );
}
