using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Offers a vault's text as a file, with its secrets or without.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Download(VaultStore store) : AppPage
{
    public Vault Vault { get; private set; } = null!;

    public string Vaults => BackTo(Links.Vaults(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await store.FindAsync(id) is not { Scope: not VaultScope.User } vault)
            return NotFound();
        Vault = vault;
        return Page();
    }
}
