using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Wraps the key of every vault of the server with the newest key of the ring. Contents stay as they are, and readers
/// go on meanwhile. A vault whose key cannot be unwrapped is left as it was.
/// </summary>
public sealed class RewrapVaults(ClearSettingsDb db, Change change, VaultEncryption encryption)
{
    private const int Batch = 500;

    /// <returns>How many were wrapped, and those whose key cannot be unwrapped.</returns>
    public async Task<(int Count, IReadOnlyList<Guid> Unreadable)> RunAsync()
    {
        var (count, last, unreadable) = (0, Guid.Empty, new List<Guid>());
        while (true)
        {
            var after = last;
            var done = await change.RunAsServerAsync(() => RewrapAsync(after));
            if (done.Last == after)
                return (count, unreadable);
            (count, last) = (count + done.Count, done.Last);
            unreadable.AddRange(done.Unreadable);
        }
    }

    // Row versions stay, so that no one who edits a vault is told that it changed.
    private async Task<(int Count, Guid Last, List<Guid> Unreadable)> RewrapAsync(Guid after)
    {
        List<Guid> unreadable = [];
        var vaults = await db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(v => v.Id.CompareTo(after) > 0)
            .OrderBy(v => v.Id)
            .Take(Batch)
            .ToListAsync();
        foreach (var vault in vaults)
        {
            if (TryRewrap(vault) is not { } wrapped)
            {
                unreadable.Add(vault.Id);
                continue;
            }
            await db
                .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(v => v.Id == vault.Id && v.DataKey == vault.DataKey)
                .ExecuteUpdateAsync(v => v.SetProperty(x => x.DataKey, wrapped));
        }
        return (vaults.Count - unreadable.Count, vaults.Count == 0 ? after : vaults[^1].Id, unreadable);
    }

    private byte[]? TryRewrap(Vault vault)
    {
        try
        {
            return encryption.Rewrap(vault);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
