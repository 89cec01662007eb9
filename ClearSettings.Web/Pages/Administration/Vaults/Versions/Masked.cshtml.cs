using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Pages.Administration.Vaults.Editor;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults.Versions;

/// <summary>A vault's text as a file, secrets hidden.</summary>
[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault/masked", Permission.EditOwnVault)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/vault/masked", Permission.ManageServiceAccounts)]
public sealed class Masked(OwnedVaults vaults, VaultHistory history) : VaultPage(vaults)
{
    /// <param name="version">The one that counts when left out.</param>
    public async Task<IActionResult> OnGetAsync(int? version) =>
        Owned.Vault is { } vault && await history.MaskedAsync(vault, version) is { } text
            ? VaultDownload.Create(text.Text, text.Format, vault.Name, version)
            : NotFound();
}
