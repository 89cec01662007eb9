using System.Security.Cryptography;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Storage;

/// <summary>What the caller can sign with.</summary>
/// <param name="IsReadable">Whether the rows of one's own could be decrypted.</param>
public sealed record StorageRowList(IReadOnlyList<StorageRow> Own, IReadOnlyList<StorageRow> OfVaults, bool IsReadable)
{
    /// <summary>One's own first.</summary>
    public IEnumerable<StorageRow> All => Own.Concat(OfVaults);
}

/// <summary>
/// Reads the caller's rows, and those of the vaults of storage credentials that apply to the caller in the current
/// workspace.
/// </summary>
public sealed class StorageRows(ClearSettingsDb db, StorageEncryption encryption, VaultCache vaults, Change change)
{
    internal const string Part = "user";

    // Vaults are text that people write, of any size.
    private const int MaxVaultRows = 500;

    public async Task<StorageRowList> ReadAsync()
    {
        var (own, isReadable) = await TryReadOwnAsync();
        return new(own, await ReadVaultsAsync(), isReadable);
    }

    /// <returns>The row, or null when the caller has none with this id.</returns>
    public async Task<StorageRow?> FindAsync(Guid id) => (await TryReadOwnAsync()).Rows.FirstOrDefault(r => r.Id == id);

    /// <summary>The caller's, in the order in which they were added.</summary>
    /// <exception cref="CryptographicException">They cannot be decrypted.</exception>
    internal List<StorageRow> Decrypt(UserStorage stored) =>
        encryption.Decrypt<List<StorageRow>>(Part, stored.UserId, stored.Content);

    // Whoever impersonates a person does not get what is theirs.
    private async Task<(IReadOnlyList<StorageRow> Rows, bool IsReadable)> TryReadOwnAsync()
    {
        var user = change.Current.UserId;
        var stored = change.Current.Principal.Actor is not null
            ? null
            : await db.UserStorage.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == user);
        try
        {
            return (stored is null ? [] : Decrypt(stored), true);
        }
        catch (CryptographicException)
        {
            return ([], false);
        }
    }

    private async Task<IReadOnlyList<StorageRow>> ReadVaultsAsync()
    {
        if (!change.Current.Can(Permission.ReadVaults))
            return [];
        var snapshot = await vaults.GetAsync(change.Current.WorkspaceId);
        return [.. snapshot.For(change.Current.Principal).SelectMany(Read).Take(MaxVaultRows)];
    }

    private static IEnumerable<StorageRow> Read(ServedVault vault) =>
        vault
            .Target.Rules()
            .ReadStorage(vault.Text.Reveal())
            .Select(c =>
                new StorageRow
                {
                    Bucket = c.Bucket,
                    Key = c.Key,
                    Secret = c.Secret,
                    Token = c.Token,
                    Region = c.Region,
                    Host = c.Host,
                    Vault = vault.Name,
                }.WithKind()
            );
}
