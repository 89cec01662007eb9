using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Vaults;

/// <summary>Wraps the key of every vault of the server with the newest key of the ring. Contents stay as they are, and readers go on meanwhile.</summary>
public sealed class RewrapVaults(ClearSettingsDb db, VaultSeal seal)
{
    private const int Batch = 500;

    /// <returns>How many.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A key cannot be unwrapped; that batch is left as it was.</exception>
    public async Task<int> RunAsync()
    {
        var (count, last) = (0, Guid.Empty);
        while (true)
        {
            var after = last;
            var done = await db.WriteAsync(() => RewrapAsync(after));
            if (done.Count == 0) return count;
            (count, last) = (count + done.Count, done.Last);
        }
    }

    // Row versions stay, so that nobody who edits a vault is told that it changed.
    private async Task<(int Count, Guid Last)> RewrapAsync(Guid after)
    {
        var vaults = await db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking().Where(v => v.Id.CompareTo(after) > 0).OrderBy(v => v.Id).Take(Batch).ToListAsync();
        foreach (var vault in vaults)
        {
            var wrapped = seal.Rewrap(vault);
            await db.Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(v => v.Id == vault.Id && v.DataKey == vault.DataKey).ExecuteUpdateAsync(v => v.SetProperty(x => x.DataKey, wrapped));
        }
        return (vaults.Count, vaults.Count == 0 ? after : vaults[^1].Id);
    }
}
