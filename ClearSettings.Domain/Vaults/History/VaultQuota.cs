using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Keeps the vaults of a workspace within <see cref="VaultSettings"/>. Call it in a
/// <see cref="Change"/>.
/// </summary>
public sealed class VaultQuota(ClearSettingsDb db, IOptions<VaultSettings> settings)
{
    /// <summary>Personal vaults of one member or service account, each of another type.</summary>
    public const int MaxPersonal = 20;

    // Old versions looked at with each save; more are left for the next one.
    private const int Batch = 200;

    private sealed record Row(int Number, DateTime At, int Bytes);

    /// <summary>Why the workspace may have no more vaults, or null.</summary>
    internal async Task<Problem?> CheckCountAsync()
    {
        var most = settings.Value.MaxPerWorkspace;
        if (await db.Vaults.CountAsync(v => v.Scope != VaultScope.User) < most)
            return null;
        return new(
            "",
            $"This workspace already has {most.ToString("N0", CultureInfo.InvariantCulture)} administrator vaults, "
                + "the maximum. Delete vaults that you no longer need, or raise Vaults:MaxPerWorkspace in the "
                + "server configuration."
        );
    }

    /// <summary>Why a member or service account may have no more personal vaults, or null.</summary>
    internal async Task<Problem?> CheckCountAsync(Guid ownerId) =>
        await db.Vaults.CountAsync(v => v.UserId == ownerId) < MaxPersonal
            ? null
            : new(
                "",
                $"There are already {MaxPersonal} personal vaults, the maximum. Delete vaults you no longer need."
            );

    /// <summary>Counts a new version and deletes those that are no longer kept.</summary>
    /// <returns>Why the workspace may store no more, or null.</returns>
    internal async Task<Problem?> AddAsync(Vault vault, VaultVersion version)
    {
        var before = vault.StoredBytes;
        vault.SetStoredBytes(version.Bytes);
        await PruneAsync(vault, version);
        if (vault.StoredBytes <= before)
            return null;
        var id = vault.Id;
        var most = settings.Value.MaxStoredBytes;
        if (await db.Vaults.Where(v => v.Id != id).SumAsync(v => v.StoredBytes) + vault.StoredBytes <= most)
            return null;
        return new(
            "",
            $"The vaults of this workspace would take more than {Size(most)}, the maximum for all their versions. "
                + "Delete vaults that you no longer need, or raise Vaults:MaxStoredBytes in the server configuration."
        );
    }

    // Goes through the versions once, oldest first, as they leave the newest ones; a version followed by another one of
    // the same day is deleted.
    private async Task PruneAsync(Vault vault, VaultVersion added)
    {
        var (id, from, last) = (vault.Id, vault.PrunedThrough, added.Number - Math.Max(1, settings.Value.VersionsKept));
        if (last <= from)
            return;
        var rows = await db
            .VaultVersions.AsNoTracking()
            .Where(v => v.VaultId == id && v.Number > from && v.Number <= last + 1)
            .OrderBy(v => v.Number)
            .Take(Batch + 1)
            .Select(v => new Row(v.Number, v.At, v.Bytes))
            .ToListAsync();
        if (rows.Count <= Batch && last + 1 == added.Number)
            rows.Add(new(added.Number, added.At, added.Bytes));
        if (rows.Count < 2)
            return;
        var old = rows.Zip(rows.Skip(1))
            .Where(pair => pair.First.At.Date == pair.Second.At.Date)
            .Select(pair => pair.First)
            .ToList();
        var numbers = old.Select(r => r.Number).ToList();
        if (old.Count > 0)
            await db.VaultVersions.Where(v => v.VaultId == id && numbers.Contains(v.Number)).ExecuteDeleteAsync();
        vault.Prune(rows[^2].Number, old.Sum(r => (long)r.Bytes));
    }

    private static string Size(long bytes) =>
        bytes >= 1024 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MB")
            : VaultContents.Size((int)bytes);
}
