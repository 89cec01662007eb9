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
public sealed class AuditChain(ClearSettingsDb db, Change change, MasterKey master, TimeProvider time)
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
            .Workspaces.Where(w => !Links.Any(s => s.WorkspaceId == w.Id) && Events.Any(e => e.WorkspaceId == w.Id))
            .Select(w => w.Id)
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
        foreach (
            var workspace in await db
                .Workspaces.OrderBy(w => w.CreatedAt)
                .Select(w => new { w.Id, w.Name })
                .ToListAsync(cancel)
        )
            checks.Add(
                await TryCheckAsync(workspace.Id, workspace.Name, good?.GetValueOrDefault(workspace.Id), cancel)
            );
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
        var (number, hash, now, count) = (last?.Number ?? 0, last?.Hash ?? [], time.GetUtcNow().UtcDateTime, 0);
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
        var (number, hash, sealedAt) = (0L, Array.Empty<byte>(), DateTime.MinValue);
        while (true)
        {
            var from = number;
            var links = await Links
                .Where(s => s.WorkspaceId == workspace && s.Number > from)
                .OrderBy(s => s.Number)
                .Take(Batch)
                .GroupJoin(Events, s => s.EventId, e => e.Id, (s, events) => new { Seal = s, events })
                .SelectMany(x => x.events.DefaultIfEmpty(), (x, e) => new { x.Seal, Event = e })
                .OrderBy(x => x.Seal.Number)
                .ToListAsync(cancel);
            foreach (var link in links)
            {
                string? problem = null;
                if (link.Seal.Number != number + 1)
                    problem = $"The seal of event {number + 1} is missing.";
                else if (link.Event is null)
                    problem = $"Event {link.Seal.Number} is missing.";
                else if (
                    link.Event.WorkspaceId != workspace
                    || !CryptographicOperations.FixedTimeEquals(Hash(hash, link.Event), link.Seal.Hash)
                )
                    problem =
                        $"Event {link.Seal.Number}, of "
                        + $"{link.Event.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} "
                        + "UTC, was changed.";
                if (problem is not null)
                    return new(workspace, name, number, Convert.ToHexStringLower(hash), problem);
                (number, hash, sealedAt) = (link.Seal.Number, link.Seal.Hash, link.Seal.SealedAt);
                // Without any seals, or without the last ones, the program itself would seal whatever is there now.
                if (number == good?.LinkCount && Convert.ToHexStringLower(hash) != good.Head)
                    return new(
                        workspace,
                        name,
                        number,
                        Convert.ToHexStringLower(hash),
                        $"The seals up to event {number} differ from those of the last check."
                    );
            }
            if (links.Count < Batch)
                break;
        }
        if (number < good?.LinkCount)
            return new(workspace, name, number, Convert.ToHexStringLower(hash), $"Events after {number} were deleted.");
        var stranger =
            number == 0
                ? null
                : await WithoutLink(Events.Where(e => e.WorkspaceId == workspace && e.At < sealedAt - Grace))
                    .OrderBy(e => e.At)
                    .FirstOrDefaultAsync(cancel);
        return new(
            workspace,
            name,
            number,
            Convert.ToHexStringLower(hash),
            stranger is null
                ? null
                : $"An event of {stranger.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC "
                    + "was inserted later."
        );
    }

    private byte[] Hash(byte[] before, AuditEvent e)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(before);
        // PostgreSQL keeps microseconds.
        string?[] values =
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
            (e.At.Ticks / 10).ToString(CultureInfo.InvariantCulture),
        ];
        Span<byte> length = stackalloc byte[4];
        foreach (var value in values)
        {
            // Each with its length, so that no text can pass for the end of one value and the start of the next.
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt32BigEndian(length, value is null ? -1 : bytes.Length);
            mac.AppendData(length);
            mac.AppendData(bytes);
        }
        return mac.GetHashAndReset();
    }
}
