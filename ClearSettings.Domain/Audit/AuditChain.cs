using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Audit;

/// <summary>What a check of one workspace's audit log found.</summary>
/// <param name="LinkCount">Events in the chain.</param>
/// <param name="Head">The last hash, in hex; whoever keeps it elsewhere can tell later that nothing was cut off the
/// end. Empty without events.</param>
/// <param name="Problem">Where the log is not as it was written, in a sentence; null when it is.</param>
public sealed record AuditCheck(Guid WorkspaceId, string Workspace, long LinkCount, string Head, string? Problem);

/// <summary>
/// Chains the events of each workspace, so that one that was changed, removed or put between others behind the
/// program's back is found (docs/security.md#audit-log). The hashes are made with a key that comes from the master key:
/// the database alone cannot remake them. Events are sealed a moment after they were written, since a chain made inside
/// each change would make changes wait for each other.
/// </summary>
public sealed class AuditChain(ClearSettingsDb db, Change change, MasterKey master)
{
    // An event that was committed late still gets its seal; an older one that has none was not written by the program.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);
    private const int Batch = 1000;

    private readonly byte[] _key = master.Derive("ClearSettings.AuditChain");

    private IQueryable<AuditEvent> Events =>
        db.AuditEvents.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking();

    private IQueryable<AuditChainLink> Links =>
        db.AuditChainLinks.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking();

    /// <summary>
    /// Seals what was written since the last time, in all workspaces. Nodes may do it at once: one of them wins a
    /// number, the other begins again.
    /// </summary>
    /// <returns>How many events were sealed.</returns>
    /// <exception cref="AggregateException">The events of some workspaces could not be sealed; those of all others
    /// were.</exception>
    public async Task<int> AppendLinksAsync(CancellationToken cancel = default)
    {
        var since = await SinceAsync(cancel);
        var begun = await WithoutLink(Events.Where(e => e.At > since))
            .Select(e => e.WorkspaceId)
            .Distinct()
            .ToListAsync(cancel);
        var first = await db
            .WorkspaceIds.Where(id => !Links.Any(s => s.WorkspaceId == id) && Events.Any(e => e.WorkspaceId == id))
            .ToListAsync(cancel);
        var count = 0;
        List<Exception> failures = [];
        foreach (var workspace in begun.Union(first))
        {
            try
            {
                count += await change.RunAsServerAsync(() => AppendLinksAsync(workspace, cancel), null, cancel);
            }
            catch (Exception problem) when (Batches.IsAboutItems(problem))
            {
                failures.Add(problem);
            }
        }
        return failures.Count == 0 ? count : throw new AggregateException(failures);
    }

    private async Task<DateTime> SinceAsync(CancellationToken cancel) =>
        await Links.MaxAsync(s => (DateTime?)s.SealedAt, cancel) - Grace ?? DateTime.MinValue;

    /// <summary>Looks at every event and every seal, workspace by workspace.</summary>
    /// <param name="good">Earlier checks that found nothing, by workspace: what was sealed then must still be
    /// there.</param>
    public async Task<IReadOnlyList<AuditCheck>> CheckAsync(
        IReadOnlyDictionary<Guid, AuditCheck>? good = null,
        CancellationToken cancel = default
    )
    {
        List<AuditCheck> checks = [];
        foreach (var (id, name) in await db.ListWorkspaceNamesAsync(cancel))
            checks.Add(await TryCheckAsync(id, name, good?.GetValueOrDefault(id), cancel));
        return checks;
    }

    private async Task<AuditCheck> TryCheckAsync(
        Guid workspace,
        string name,
        AuditCheck? good,
        CancellationToken cancel
    )
    {
        try
        {
            return await CheckAsync(workspace, name, good, cancel);
        }
        catch (Exception problem) when (Batches.IsAboutItems(problem))
        {
            // A value that no version of the program writes, such as an id that is none.
            return new(workspace, name, 0, "", $"An entry cannot be read: {problem.GetBaseException().Message}");
        }
    }

    private IQueryable<AuditEvent> WithoutLink(IQueryable<AuditEvent> events) =>
        events.Where(e => !Links.Any(s => s.EventId == e.Id));

    private async Task<int> AppendLinksAsync(Guid workspace, CancellationToken cancel)
    {
        var last = await Links
            .Where(s => s.WorkspaceId == workspace)
            .OrderByDescending(s => s.Number)
            .FirstOrDefaultAsync(cancel);
        // Asked again: another node may have sealed meanwhile, and what is older than its seals is a stranger now.
        var since = last is null ? DateTime.MinValue : await SinceAsync(cancel);
        var (number, hash, now, count) = (last?.Number ?? 0, last?.Hash ?? [], change.Now, 0);
        while (true)
        {
            var events = await WithoutLink(Events.Where(e => e.WorkspaceId == workspace && e.At > since))
                .OrderBy(e => e.At)
                .ThenBy(e => e.Id)
                .Take(Batch)
                .ToListAsync(cancel);
            foreach (var one in events)
                db.AuditChainLinks.Add(AuditChainLink.Create(one, ++number, hash = Hash(hash, one), now));
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            count += events.Count;
            if (events.Count < Batch)
                return count;
        }
    }

    private async Task<AuditCheck> CheckAsync(Guid workspace, string name, AuditCheck? good, CancellationToken cancel)
    {
        var end = new ChainEnd(0, [], DateTime.MinValue);
        AuditCheck Found(string? problem) =>
            new(workspace, name, end.Number, Convert.ToHexStringLower(end.Hash), problem);
        while (true)
        {
            var links = await ReadLinksAsync(workspace, end.Number, cancel);
            foreach (var link in links)
            {
                if (FindProblem(link, workspace, end) is { } problem)
                    return Found(problem);
                end = new(link.Seal.Number, link.Seal.Hash, link.Seal.SealedAt);
                // Without any seals, or without the last ones, the program itself would seal whatever is there now.
                if (end.Number == good?.LinkCount && Convert.ToHexStringLower(end.Hash) != good.Head)
                    return Found($"The seals up to event {end.Number} differ from those of the last check.");
            }
            if (links.Count < Batch)
                break;
        }
        return Found(
            end.Number < good?.LinkCount
                ? $"Events after {end.Number} were deleted."
                : await FindInsertedAsync(workspace, end, cancel)
        );
    }

    private Task<List<SealedEvent>> ReadLinksAsync(Guid workspace, long after, CancellationToken cancel) =>
        Links
            .Where(s => s.WorkspaceId == workspace && s.Number > after)
            .OrderBy(s => s.Number)
            .Take(Batch)
            .GroupJoin(Events, s => s.EventId, e => e.Id, (s, events) => new { Seal = s, events })
            .SelectMany(x => x.events.DefaultIfEmpty(), (x, e) => new { x.Seal, Event = e })
            .OrderBy(x => x.Seal.Number)
            .Select(x => new SealedEvent(x.Seal, x.Event))
            .ToListAsync(cancel);

    private string? FindProblem(SealedEvent link, Guid workspace, ChainEnd before)
    {
        if (link.Seal.Number != before.Number + 1)
            return $"The seal of event {before.Number + 1} is missing.";
        if (link.Event is null)
            return $"Event {link.Seal.Number} is missing.";
        var isUnchanged =
            link.Event.WorkspaceId == workspace
            && CryptographicOperations.FixedTimeEquals(Hash(before.Hash, link.Event), link.Seal.Hash);
        return isUnchanged ? null : $"Event {link.Seal.Number}, of {Format(link.Event.At)} UTC, was changed.";
    }

    private async Task<string?> FindInsertedAsync(Guid workspace, ChainEnd end, CancellationToken cancel)
    {
        if (end.Number == 0)
            return null;
        var stranger = await WithoutLink(Events.Where(e => e.WorkspaceId == workspace && e.At < end.SealedAt - Grace))
            .OrderBy(e => e.At)
            .FirstOrDefaultAsync(cancel);
        return stranger is null ? null : $"An event of {Format(stranger.At)} UTC was inserted later.";
    }

    private static string Format(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private byte[] Hash(byte[] before, AuditEvent e)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(before);
        Span<byte> length = stackalloc byte[4];
        foreach (var value in Values(e))
        {
            // Each with its length, so that no text can pass for the end of one value and the start of the next.
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt32BigEndian(length, value is null ? -1 : bytes.Length);
            mac.AppendData(length);
            mac.AppendData(bytes);
        }
        return mac.GetHashAndReset();
    }

    private static string?[] Values(AuditEvent e) =>
        [
            e.Id.ToHex(),
            e.WorkspaceId.ToHex(),
            e.ActorId?.ToHex(),
            e.ForUserId?.ToHex(),
            e.ActorName,
            e.Kind,
            e.Subject,
            e.Detail,
            e.Source.ToString(),
            e.Address,
            e.RequestId,
            // PostgreSQL keeps microseconds.
            (e.At.Ticks / 10).ToString(CultureInfo.InvariantCulture),
        ];

    private sealed record SealedEvent(AuditChainLink Seal, AuditEvent? Event);

    private sealed record ChainEnd(long Number, byte[] Hash, DateTime SealedAt);
}
