using System.Security.Cryptography;
using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Someone's own vault in one workspace, in short.</summary>
/// <param name="Preview">Its first lines with secrets hidden; "" for one that is empty, or that cannot be
/// decrypted.</param>
/// <param name="ChangedAt">Null before the first save.</param>
public sealed record PersonalVault(
    Guid Workspace,
    bool Enabled,
    ConfigFormat Format,
    string Size,
    DateTime? ChangedAt,
    string Preview,
    string? Problem = null
)
{
    /// <summary>What the server found out about it by itself.</summary>
    public VaultNotice? Notice { get; init; }
}

/// <summary>Reads the visitor's vaults for the panels: one query, however many there are.</summary>
public sealed class PersonalVaults(ClearSettingsDb db, VaultEncryption encryption, Current current)
{
    private const int ShownLines = 8;

    // Of all previews of one page; a vault has to be masked as a whole.
    private const int MaxMaskedBytes = 4 * VaultCheck.MaxBytes;

    private int _masked;

    /// <param name="workspace">One in which the visitor is a member.</param>
    public async Task<PersonalVault> ReadAsync(Guid workspace) => (await ReadAsync([workspace]))[workspace];

    public async Task<IReadOnlyDictionary<Guid, PersonalVault>> ReadAsync(IReadOnlyCollection<Guid> workspaces)
    {
        var vaults = await db
            .Vaults.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AsNoTracking()
            .Where(v =>
                v.UserId == current.UserId
                && v.Scope == VaultScope.User
                && v.Target == VaultTarget.Client
                && workspaces.Contains(v.WorkspaceId)
            )
            .Join(
                db.VaultVersions.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]),
                v => new { v.Id, Number = v.Version },
                c => new { Id = c.VaultId, c.Number },
                (v, c) => new { Vault = v, c.Content }
            )
            .ToDictionaryAsync(v => v.Vault.WorkspaceId);
        return workspaces.ToDictionary(
            w => w,
            w =>
                vaults.TryGetValue(w, out var found)
                    ? CreateView(found.Vault, found.Content)
                    : new PersonalVault(w, false, ConfigFormat.Hocon, "", null, "")
        );
    }

    private PersonalVault CreateView(Domain.Vaults.Vault vault, byte[] content) =>
        new(
            vault.WorkspaceId,
            vault.Enabled,
            vault.Format,
            vault.Target.Rules().Summarize(vault.Items, vault.Bytes),
            vault.UpdatedAt,
            Preview(vault, content)
        )
        {
            Notice = VaultText.Notice(vault),
        };

    private string Preview(Domain.Vaults.Vault vault, byte[] content)
    {
        // The page links to it.
        if ((_masked += vault.Bytes) > MaxMaskedBytes)
            return "# Too long to preview";
        try
        {
            return string.Join(
                    '\n',
                    VaultMask
                        .Mask(encryption.Decrypt(vault, vault.Version, content), vault.Format)
                        .Split('\n')
                        .Take(ShownLines)
                )
                .TrimEnd();
        }
        catch (CryptographicException)
        {
            return "";
        }
    }
}
