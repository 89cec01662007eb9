using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>Removes, once an hour, rows that mean nothing any more: sessions, links, offers and ended tokens that are past their own end, mails that ended a month ago.</summary>
public sealed partial class Sweep(IServiceScopeFactory scopes, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // Longer than any quota counts back, and long enough to look into what failed.
    private static readonly TimeSpan EndedMailsKept = TimeSpan.FromDays(30);

    /// <summary>The newest rows that are kept, since anyone can add one by failing to sign in.</summary>
    public int MaxFailedSignIns { get; set; } = 100_000;

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var now = time.GetUtcNow().UtcDateTime;
        await db.WriteAsync(async () =>
        {
            await db.Sessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await db.RevokedTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await db.SignUpRequests.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await db.PasswordResetTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await RemoveFailedSignInsAsync(db, now, cancel);
            await db.OwnershipOffers.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(o => o.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await db.OutgoingMails.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.EndedAt < now - EndedMailsKept).ExecuteDeleteAsync(cancel);
            return true;
        }, cancel);
    }

    private async Task RemoveFailedSignInsAsync(ClearSettingsDb db, DateTime now, CancellationToken cancel)
    {
        await db.FailedSignIns.Where(f => f.LastAt < now - PasswordCheck.ForgottenAfter).ExecuteDeleteAsync(cancel);
        var surplus = await db.FailedSignIns.OrderByDescending(f => f.LastAt).Skip(MaxFailedSignIns).Select(f => (DateTime?)f.LastAt).FirstOrDefaultAsync(cancel);
        if (surplus is not null) await db.FailedSignIns.Where(f => f.LastAt <= surplus).ExecuteDeleteAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await RunAsync(cancel);
        }
        catch (System.Data.Common.DbException problem)
        {
            LogFailure(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old sessions, tokens and mails could not be removed; trying again in an hour")]
    private partial void LogFailure(Exception problem);
}
