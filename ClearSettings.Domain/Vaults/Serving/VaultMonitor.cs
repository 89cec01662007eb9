using System.Collections.Concurrent;
using System.Data.Common;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>Vaults that this process could not read for its clients, for <see cref="VaultMonitor"/> to look at.</summary>
public sealed class UnreadableVaultReports
{
    private readonly ConcurrentDictionary<Guid, bool> _ids = new();
    private readonly OutboxSignal _signal = new();

    /// <returns>False when it waits already.</returns>
    public bool Add(Guid vaultId)
    {
        if (!_ids.TryAdd(vaultId, true))
            return false;
        _signal.Wake();
        return true;
    }

    internal Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel) =>
        _signal.WaitAsync(longest, time, cancel);

    internal IReadOnlyCollection<Guid> Waiting => [.. _ids.Keys];

    internal void Remove(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            _ids.TryRemove(id, out _);
    }
}

/// <summary>
/// Looks for vaults that cannot be read: all of them at the start and once a day, those that a client should have received at once, and those that could
/// not be read every minute, so that they come back soon after their cause is gone.
/// </summary>
public sealed partial class VaultMonitor(
    IServiceScopeFactory scopes,
    UnreadableVaultReports reports,
    TimeProvider time,
    ILogger<VaultMonitor> log
) : BackgroundWorker
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckAllInterval = TimeSpan.FromDays(1);

    private DateTimeOffset? _checkedAll;

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var check = scope.ServiceProvider.GetRequiredService<CheckVaults>();
        scope.ServiceProvider.GetRequiredService<Current>().SetSource(RequestSource.Command, null, "");
        var waiting = reports.Waiting;
        if (waiting.Count > 0)
            await check.RunAsync(waiting, cancel);
        reports.Remove(waiting);
        var now = time.GetUtcNow();
        var all = _checkedAll is null || now - _checkedAll >= CheckAllInterval;
        await check.RunAsync(all ? VaultCheckScope.All : VaultCheckScope.Unreadable, cancel);
        if (all)
            _checkedAll = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host waits for what runs before the first await.
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryAsync(stoppingToken);
                await reports.WaitAsync(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await RunAsync(cancel);
        }
        catch (Exception problem)
            when (problem
                    is DbException
                        or DbUpdateException
                        or InvalidOperationException { InnerException: DbException }
            )
        {
            LogFailure(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vaults could not be checked; trying again in a minute")]
    private partial void LogFailure(Exception problem);
}

/// <summary>What the administrators of a workspace have to look at.</summary>
/// <param name="Unreadable">Vaults that cannot be decrypted, personal ones included.</param>
/// <param name="Disabled">Vaults of groups and of the workspace that an update turned off and nobody has mended yet.</param>
public sealed record VaultAlarms(int Unreadable, int Disabled);

/// <summary>The alarms of a workspace, for the banner on every page: from memory, at most 10 seconds old.</summary>
public sealed class VaultAlarmCount(IServiceScopeFactory scopes, WorkspaceVersions versions, TimeProvider time)
{
    private readonly ShortLivedCache<Guid, VaultAlarms> _memory = new(versions, time, TimeSpan.FromSeconds(10));

    public ValueTask<VaultAlarms> GetAsync(Guid workspaceId) => _memory.GetAsync(workspaceId, ReadAsync);

    private async Task<VaultAlarms> ReadAsync(Guid workspaceId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var vaults = scope
            .ServiceProvider.GetRequiredService<ClearSettingsDb>()
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
        var alarms = await vaults
            .Where(v =>
                v.WorkspaceId == workspaceId
                && (v.UnreadableSince != null || (v.Review == VaultReview.Disabled && v.Scope != VaultScope.User))
            )
            .Select(v => v.UnreadableSince != null)
            .ToListAsync();
        return new(alarms.Count(unreadable => unreadable), alarms.Count(unreadable => !unreadable));
    }
}
