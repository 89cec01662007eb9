using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>Removes, once an hour, rows that mean nothing any more: sessions and ended tokens that are past their own end.</summary>
public sealed partial class Sweep(IServiceScopeFactory scopes, TimeProvider time, ILogger<Sweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        var now = time.GetUtcNow().UtcDateTime;
        await db.WriteAsync(async () =>
        {
            await db.Sessions.Where(s => s.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            await db.RevokedTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancel);
            return true;
        }, cancel);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old sessions and tokens could not be removed; trying again in an hour")]
    private partial void LogFailure(Exception problem);
}
