using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Remembers in memory who logged in with what, and writes it down every few seconds and at shutdown: a login costs no
/// write. One credential on one worker is written at most once a minute.
/// </summary>
public sealed class CredentialUsageRecorder(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<CredentialUsageRecorder> log
) : PeriodicJob(time, log)
{
    private const int MaxNames = 200;
    private const int MaxPending = 100_000;
    private const int BatchSize = 500;
    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<Use, Times> _uses = new();

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    protected override string FailureMessage => "The last use of credentials could not be recorded; trying again";

    /// <param name="worker">What the client calls itself, or null.</param>
    public void Add(Guid credentialId, string? worker, string? address)
    {
        var use = new Use(credentialId, Clean(worker), address ?? "");
        var now = Time.GetUtcNow().UtcDateTime;
        if (_uses.TryGetValue(use, out var times))
            times.Used = now;
        else if (_uses.Count < MaxPending)
            _uses[use] = new Times { Used = now };
    }

    /// <summary>Writes what waits.</summary>
    /// <param name="all">Also what was written less than a minute ago.</param>
    public async Task FlushAsync(bool all)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        foreach (
            var (use, times) in _uses.Where(u => u.Value.Used < now - MinInterval && u.Value.Written >= u.Value.Used)
        )
            _uses.TryRemove(use, out _);
        var due = _uses
            .Where(u => u.Value.Used > u.Value.Written && (all || now - u.Value.Written >= MinInterval))
            .Select(u => new PendingWrite(u.Key, u.Value, u.Value.Used))
            .ToList();
        foreach (var batch in due.Chunk(BatchSize))
        {
            await Batches.WriteAsync<PendingWrite>(
                batch,
                WriteAsync,
                (use, problem) =>
                {
                    // Left out until it is used again.
                    use.Times.Written = use.Used;
                    Report(problem, $"The last use of credential {use.Use.CredentialId} could not be recorded");
                }
            );
        }
    }

    // Requests that were still running when the work stopped have used credentials too.
    public override async Task StoppedAsync(CancellationToken cancellationToken) =>
        await Task.Run(TryFlushAllAsync, CancellationToken.None)
            .WaitAsync(ShutdownLimits.LastWrite, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    protected override Task RunOnceAsync(CancellationToken stop) => FlushAsync(all: false);

    protected override Task RunLastAsync() => FlushAsync(all: true);

    private Task TryFlushAllAsync() => TryAsync(FailureMessage, () => FlushAsync(all: true), default);

    private async Task WriteAsync(ArraySegment<PendingWrite> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ClearSettingsDb>();
        await scope.ServiceProvider.GetRequiredService<Change>().RunAsServerAsync(() => WriteAsync(db, batch));
        foreach (var (_, times, used) in batch)
            times.Written = used;
    }

    private static async Task<bool> WriteAsync(ClearSettingsDb db, ArraySegment<PendingWrite> batch)
    {
        // Before it is asked which of them exist: it locks them, so that none is deleted before the uses are added.
        await MarkCredentialsAsync(db, batch);
        var ids = batch.Select(b => b.Use.CredentialId).Distinct().ToList();
        var owners = await db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, Holder = new CredentialHolder(c.UserId, c.WorkspaceId) })
            .ToDictionaryAsync(c => c.Id, c => c.Holder);
        var alive = batch.Where(b => owners.ContainsKey(b.Use.CredentialId)).ToList();
        // Before they are read: a row that is deleted here must not be updated below.
        var old = batch.Max(b => b.Used) - Retention;
        await db.CredentialUses.Where(u => ids.Contains(u.CredentialId) && u.LastUsedAt < old).ExecuteDeleteAsync();
        await AddUsesAsync(db, ids, alive);
        foreach (var uses in alive.GroupBy(b => owners[b.Use.CredentialId]))
            await MarkOwnerAsync(db, uses.Key, uses.Max(b => b.Used));
        return true;
    }

    private static async Task MarkCredentialsAsync(ClearSettingsDb db, ArraySegment<PendingWrite> batch)
    {
        foreach (
            var last in batch.GroupBy(b => b.Use.CredentialId).OrderBy(g => g.Key).Select(g => g.MaxBy(b => b.Used))
        )
            await db
                .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(c => c.Id == last.Use.CredentialId && (c.LastUsedAt == null || c.LastUsedAt < last.Used))
                .ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.LastUsedAt, last.Used)
                        .SetProperty(x => x.LastUsedWorker, last.Use.Worker)
                        .SetProperty(x => x.LastUsedAddress, last.Use.Address)
                );
    }

    private static async Task AddUsesAsync(ClearSettingsDb db, List<Guid> ids, List<PendingWrite> uses)
    {
        var rows = (await db.CredentialUses.Where(u => ids.Contains(u.CredentialId)).ToListAsync()).ToDictionary(
            u => new Use(u.CredentialId, u.Worker, u.Address)
        );
        foreach (var (use, _, used) in uses)
        {
            if (rows.TryGetValue(use, out var row))
                row.RecordUse(used);
            else
                db.CredentialUses.Add(CredentialUse.Create(use.CredentialId, use.Worker, use.Address, used));
        }
    }

    private static async Task MarkOwnerAsync(ClearSettingsDb db, CredentialHolder owner, DateTime used)
    {
        await db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(m =>
                m.UserId == owner.UserId
                && m.WorkspaceId == owner.WorkspaceId
                && (m.LastApiUseAt == null || m.LastApiUseAt < used)
            )
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.LastApiUseAt, used));
        await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.UserId == owner.UserId && (s.LastActiveAt == null || s.LastActiveAt < used))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastActiveAt, used));
    }

    private static string Clean(string? worker) =>
        worker is null ? "" : new([.. worker.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxNames)]);

    private readonly record struct Use(Guid CredentialId, string Worker, string Address);

    private readonly record struct CredentialHolder(Guid UserId, Guid WorkspaceId);

    private readonly record struct PendingWrite(Use Use, Times Times, DateTime Used);

    private sealed class Times
    {
        public DateTime Used { get; set; }

        public DateTime Written { get; set; }
    }
}
