using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Audit;

/// <summary>Seals the audit logs every minute, and checks them soon after the start and then once a day.</summary>
public sealed partial class AuditWatch(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromDays(1);

    private volatile Found? found;

    // What was seen in order; a check that found something does not become the new measure.
    private readonly ConcurrentDictionary<Guid, AuditCheck> good = new();

    private sealed record Found(DateTime At, IReadOnlyDictionary<Guid, AuditCheck> Checks);

    /// <summary>The last check of a workspace by this process, and when (UTC); null before the first.</summary>
    public (AuditCheck Check, DateTime At)? Of(Guid workspace) => found is { } last && last.Checks.TryGetValue(workspace, out var check) ? (check, last.At) : null;

    public async Task SealAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditChain>().SealAsync(cancel);
    }

    public async Task CheckAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<AuditChain>().CheckAsync(good, cancel);
        foreach (var check in checks.Where(c => c.Problem is null)) good[check.WorkspaceId] = check;
        found = new(time.GetUtcNow().UtcDateTime, checks.ToDictionary(c => c.WorkspaceId));
        foreach (var broken in checks.Where(c => c.Problem is not null)) LogBroken(broken.WorkspaceId, broken.Problem!);
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
            await SealAsync(cancel);
            if (found is null || time.GetUtcNow().UtcDateTime - found.At >= CheckEvery) await CheckAsync(cancel);
        }
        catch (Exception problem) when (problem is DbException or DbUpdateException or InvalidOperationException { InnerException: DbException })
        {
            LogFailure(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit log of workspace {Workspace} has been tampered with: {Problem}")]
    private partial void LogBroken(Guid workspace, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit log could not be sealed or checked; trying again in a minute")]
    private partial void LogFailure(Exception problem);
}
