using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Encrypts contents: AES-256-GCM with a key of the vault's own, which Data Protection wraps under a purpose of the workspace's own. The place
/// of a version (workspace, vault, number) goes into the tag, so a row that is moved or swapped cannot be read (security V1).
/// </summary>
public sealed class VaultSeal(IDataProtectionProvider protection)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>A new key, wrapped.</summary>
    public byte[] NewKey(Guid workspaceId)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var wrapped = Protector(workspaceId).Protect(key);
        CryptographicOperations.ZeroMemory(key);
        return wrapped;
    }

    /// <summary>The same key, wrapped by the newest key of the ring.</summary>
    public byte[] Rewrap(Vault vault) => Protector(vault.WorkspaceId).Protect(Protector(vault.WorkspaceId).Unprotect(vault.DataKey));

    /// <returns>Nonce (12), tag (16), cipher text.</returns>
    public byte[] Seal(Vault vault, int number, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = Cipher(vault);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Place(vault, number));
        return box;
    }

    /// <exception cref="CryptographicException">Damaged, from another place, or written under a key ring that is lost.</exception>
    public string Open(Vault vault, int number, byte[] box)
    {
        if (box.Length < NonceBytes + TagBytes) throw new CryptographicException("Too short to be the contents of a vault.");
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = Cipher(vault);
        aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain, Place(vault, number));
        return Encoding.UTF8.GetString(plain);
    }

    private AesGcm Cipher(Vault vault)
    {
        var key = Protector(vault.WorkspaceId).Unprotect(vault.DataKey);
        try
        {
            return new AesGcm(key, TagBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private IDataProtector Protector(Guid workspaceId) => protection.CreateProtector("ClearSettings.Vaults", workspaceId.Text());

    private static byte[] Place(Vault vault, int number) => Encoding.ASCII.GetBytes($"{vault.WorkspaceId.Text()}|{vault.Id.Text()}|content|{number}");
}
