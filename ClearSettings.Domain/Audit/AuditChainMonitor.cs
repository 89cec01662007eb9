using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Audit;

/// <summary>Seals the audit logs every minute, and checks them soon after the start and then once a day.</summary>
public sealed partial class AuditChainMonitor(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<AuditChainMonitor> log
) : PeriodicJob(time, log)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromDays(1);

    private volatile Snapshot? _found;

    // What was seen in order; a check that found something does not become the new measure.
    private readonly ConcurrentDictionary<Guid, AuditCheck> _good = new();

    private sealed record Snapshot(DateTime At, IReadOnlyDictionary<Guid, AuditCheck> Checks);

    /// <summary>The last check of a workspace by this process, and when (UTC); null before the first.</summary>
    public (AuditCheck Check, DateTime At)? Of(Guid workspace) =>
        _found is { } last && last.Checks.TryGetValue(workspace, out var check) ? (check, last.At) : null;

    public async Task AppendLinksAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditChain>().AppendLinksAsync(cancel);
    }

    public async Task CheckAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var checks = await scope.ServiceProvider.GetRequiredService<AuditChain>().CheckAsync(_good, cancel);
        foreach (var check in checks.Where(c => c.Problem is null))
            _good[check.WorkspaceId] = check;
        _found = new(Time.GetUtcNow().UtcDateTime, checks.ToDictionary(c => c.WorkspaceId));
        foreach (var broken in checks.Where(c => c.Problem is not null))
            LogBroken(broken.WorkspaceId, broken.Problem!);
    }

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override string FailureMessage => "The audit log could not be sealed; trying again in a minute";

    protected override async Task RunOnceAsync(CancellationToken stop)
    {
        await TryAsync(FailureMessage, () => AppendLinksAsync(stop), stop);
        if (_found is not null && Time.GetUtcNow().UtcDateTime - _found.At < CheckInterval)
            return;
        await TryAsync("The audit log could not be checked; trying again in a minute", () => CheckAsync(stop), stop);
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The audit log of workspace {Workspace} has been tampered with: {Problem}"
    )]
    private partial void LogBroken(Guid workspace, string problem);
}
