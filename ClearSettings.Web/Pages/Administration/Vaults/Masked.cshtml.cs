using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A vault's text as a file, secrets hidden.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Masked(VaultStore store, VaultHistory history) : AppPage
{
    /// <param name="version">The one that counts when left out.</param>
    public async Task<IActionResult> OnGetAsync(string id, int? version)
    {
        if (!Domain.EntityId.TryParse(id, out var vaultId) || await store.FindAsync(vaultId) is not { } vault)
            return NotFound();
        return await history.MaskedAsync(vault, version) is { } text
            ? VaultDownload.Create(text.Text, text.Format, vault.Name, version)
            : NotFound();
    }
}
