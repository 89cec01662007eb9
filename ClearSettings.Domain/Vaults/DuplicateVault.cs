using System.Security.Cryptography;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Copies the contents of a vault into a new one, which is disabled, for other groups. No one sees the secrets on the
/// way.
/// </summary>
public sealed class DuplicateVault(VaultStore store, SaveVault save)
{
    /// <returns>The new vault's id.</returns>
    public async Task<Result<Guid>> RunAsync(Guid id, string? name, VaultScope? scope, IReadOnlyList<Guid>? groupIds)
    {
        if (await store.FindAsync(id) is not { Scope: not VaultScope.User } vault)
            return Result<Guid>.NotFound(VaultChange.NotFoundMessage);
        try
        {
            var text = await store.ReadAsync(vault);
            return await save.RunAsync(
                null,
                new()
                {
                    Name = name,
                    Scope = scope,
                    GroupIds = groupIds,
                    Target = vault.Target,
                    Type = vault.Type,
                    Format = vault.Format,
                    Content = text,
                    Note = $"Copied from {vault.Name}",
                    Enabled = false,
                }
            );
        }
        catch (CryptographicException)
        {
            return Result<Guid>.Refuse("", VaultChange.Unreadable);
        }
    }
}
