using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Encrypts contents: AES-256-GCM with a key of the vault's own, which Data Protection wraps under a purpose of the
/// workspace's own. The place of a version (workspace, vault, number) goes into the tag, so a row that is moved or
/// swapped cannot be read (docs/security.md#vault-encryption).
/// </summary>
public sealed class VaultEncryption(IDataProtectionProvider protection)
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
    public byte[] Rewrap(Vault vault) =>
        Protector(vault.WorkspaceId).Protect(Protector(vault.WorkspaceId).Unprotect(vault.DataKey));

    /// <returns>Nonce (12), tag (16), cipher text.</returns>
    public byte[] Encrypt(Vault vault, int number, string text) =>
        Encrypt(vault, Encoding.UTF8.GetBytes(text), GetAssociatedData(vault, "content", number));

    /// <summary>As above for what clients receive of the version that counts.</summary>
    internal byte[] Encrypt(Vault vault, ServedContents served) =>
        Encrypt(vault, served.Serialize(), GetAssociatedData(vault, "served", vault.Version));

    /// <exception cref="CryptographicException">Damaged, from another place, or written under a key ring that is
    /// lost.</exception>
    public string Decrypt(Vault vault, int number, byte[] box) =>
        Encoding.UTF8.GetString(Decrypt(vault, box, GetAssociatedData(vault, "content", number)));

    /// <exception cref="CryptographicException">As above.</exception>
    internal ServedContents DecryptServed(Vault vault, byte[] box)
    {
        try
        {
            return ServedContents.Deserialize(Decrypt(vault, box, GetAssociatedData(vault, "served", vault.Version)));
        }
        catch (System.Text.Json.JsonException problem)
        {
            throw new CryptographicException("The served form is damaged.", problem);
        }
    }

    private byte[] Encrypt(Vault vault, byte[] plain, byte[] place)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = Cipher(vault);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes),
            plain,
            box.AsSpan(NonceBytes + TagBytes),
            box.AsSpan(NonceBytes, TagBytes),
            place
        );
        return box;
    }

    private byte[] Decrypt(Vault vault, byte[] box, byte[] place)
    {
        if (box.Length < NonceBytes + TagBytes)
            throw new CryptographicException("Too short to be the contents of a vault.");
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = Cipher(vault);
        aes.Decrypt(
            box.AsSpan(0, NonceBytes),
            box.AsSpan(NonceBytes + TagBytes),
            box.AsSpan(NonceBytes, TagBytes),
            plain,
            place
        );
        return plain;
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

    private IDataProtector Protector(Guid workspaceId) =>
        protection.CreateProtector("ClearSettings.Vaults", workspaceId.ToHex());

    private static byte[] GetAssociatedData(Vault vault, string part, int number) =>
        Encoding.ASCII.GetBytes($"{vault.WorkspaceId.ToHex()}|{vault.Id.ToHex()}|{part}|{number}");
}
