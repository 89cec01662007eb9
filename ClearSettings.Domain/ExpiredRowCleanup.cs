using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>
/// Removes, once an hour, rows that mean nothing any more: sessions, links, offers and ended tokens that are past their
/// own end, jobs such as emails that ended a month ago.
/// </summary>
public sealed class ExpiredRowCleanup(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpiredRowCleanup> log)
    : RecurringJob(time, log)
{
    // Longer than any quota counts back, and long enough to look into what failed.
    private static readonly TimeSpan FinishedJobRetention = TimeSpan.FromDays(30);

    /// <summary>The newest rows that are kept, since anyone can add one by failing to sign in.</summary>
    public int MaxFailedSignIns { get; set; } = 100_000;

    public override string Type => "cleanup";

    protected override TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel = default)
    {
        foreach (var (rows, remove) in GetRemovals(Time.GetUtcNow().UtcDateTime, cancel))
            await RemoveAsync(rows, remove, cancel);
    }

    private IEnumerable<(string Rows, Func<ClearSettingsDb, Task<int>> Remove)> GetRemovals(
        DateTime now,
        CancellationToken cancel
    ) =>
        [
            ("sessions", db => db.Sessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancel)),
            ("revoked tokens", db => db.RevokedTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel)),
            ("sign-up requests", db => db.SignUpRequests.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(cancel)),
            (
                "password reset links",
                db => db.PasswordResetTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel)
            ),
            ("failed sign-ins", db => RemoveFailedSignInsAsync(db, now, cancel)),
            (
                "ownership transfers",
                db =>
                    db.OwnershipTransfers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                        .Where(o => o.ExpiresAt < now)
                        .ExecuteDeleteAsync(cancel)
            ),
            (
                "jobs",
                db =>
                    db.Jobs.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                        .Where(j => j.EndedAt < now - FinishedJobRetention)
                        .ExecuteDeleteAsync(cancel)
            ),
        ];

    protected override Task RunOnceAsync(CancellationToken stop) => RunAsync(stop);

    // Each table in a transaction of its own: one that cannot be cleaned up must not keep the others.
    private Task RemoveAsync(string rows, Func<ClearSettingsDb, Task<int>> remove, CancellationToken cancel) =>
        TryAsync(
            $"Old {rows} could not be removed; trying again in an hour",
            async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
                var change = scope.ServiceProvider.GetRequiredService<Change>();
                await change.RunAsServerAsync(() => remove(db), null, cancel);
            },
            cancel
        );

    private async Task<int> RemoveFailedSignInsAsync(ClearSettingsDb db, DateTime now, CancellationToken cancel)
    {
        var count = await db
            .FailedSignIns.Where(f => f.LastAt < now - PasswordCheck.ResetAfter)
            .ExecuteDeleteAsync(cancel);
        var surplus = await db
            .FailedSignIns.OrderByDescending(f => f.LastAt)
            .Skip(MaxFailedSignIns)
            .Select(f => (DateTime?)f.LastAt)
            .FirstOrDefaultAsync(cancel);
        return surplus is null
            ? count
            : count + await db.FailedSignIns.Where(f => f.LastAt <= surplus).ExecuteDeleteAsync(cancel);
    }
}
