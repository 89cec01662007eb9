using System.Collections.Concurrent;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Looks for vaults that cannot be read: all of them at the start and once a day, those that a client should have
/// received when they are reported, and those that could not be read every minute, so that they come back soon after
/// their cause is gone.
/// </summary>
public sealed class VaultMonitor(IServiceScopeFactory scopes, TimeProvider time, ILogger<VaultMonitor> log)
    : PeriodicJob(time, log)
{
    private static readonly TimeSpan CheckAllInterval = TimeSpan.FromDays(1);

    // Vaults that this process could not read for its clients.
    private readonly ConcurrentDictionary<Guid, bool> _reported = new();

    private DateTimeOffset? _checkedAll;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override bool RunsAtStart => true;

    protected override string FailureMessage => "Vaults could not be checked; trying again in a minute";

    /// <summary>This process could not read the vault for its clients.</summary>
    public void Report(Guid vaultId)
    {
        if (_reported.TryAdd(vaultId, true))
            Wake();
    }

    public async Task RunAsync(CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var check = scope.ServiceProvider.GetRequiredService<CheckVaults>();
        scope.ServiceProvider.GetRequiredService<Current>().SetSource(RequestSource.Command, null, "");
        List<Guid> reported = [.. _reported.Keys];
        if (reported.Count > 0)
            await check.RunAsync(reported, cancel);
        reported.ForEach(id => _reported.TryRemove(id, out _));
        var now = Time.GetUtcNow();
        var all = _checkedAll is null || now - _checkedAll >= CheckAllInterval;
        await check.RunAsync(all ? VaultCheckScope.All : VaultCheckScope.Unreadable, cancel);
        if (all)
            _checkedAll = now;
    }

    protected override Task RunOnceAsync(CancellationToken stop) => RunAsync(stop);
}

/// <summary>What the administrators of a workspace have to look at.</summary>
/// <param name="Unreadable">Vaults that cannot be decrypted, personal ones included.</param>
/// <param name="Disabled">Vaults of groups and of the workspace that an update disabled and no one has fixed
/// yet.</param>
public sealed record VaultAlarms(int Unreadable, int Disabled);

/// <summary>The alarms of a workspace, for the banner on every page: from memory, at most 10 seconds old.</summary>
public sealed class VaultAlarmCount(IServiceScopeFactory scopes, WorkspaceVersions versions, TimeProvider time)
{
    private readonly VersionedCache<Guid, VaultAlarms> _alarms = new(50_000, time, TimeSpan.FromSeconds(10));

    public async ValueTask<VaultAlarms> GetAsync(Guid workspaceId) =>
        (await _alarms.GetAsync(workspaceId, versions.Changes, ReadAsync))!;

    private async Task<VaultAlarms?> ReadAsync(Guid workspaceId)
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
        return new VaultAlarms(alarms.Count(unreadable => unreadable), alarms.Count(unreadable => !unreadable));
    }
}
