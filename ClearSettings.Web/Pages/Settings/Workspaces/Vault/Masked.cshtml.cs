using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>One's own vault as a file, secrets hidden.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Masked(VaultStore store, VaultHistory history) : AppPage
{
    /// <param name="version">The one that counts when left out.</param>
    public async Task<IActionResult> OnGetAsync(int? version) =>
        await store.FindPersonalAsync(Current.UserId) is { } vault
        && await history.MaskedAsync(vault, version) is { } text
            ? VaultDownload.Create(text.Text, text.Format, vault.Name, version)
            : NotFound();
}
