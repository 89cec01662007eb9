using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Answers a post, and nothing else, with the editor that has the secrets in clear.</summary>
[Needs(Permission.ManageVaults, RequireRecentAuthentication = true)]
[AlsoAt("/settings/workspaces/{workspace}/vault/reveal", Permission.EditOwnVault)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/vault/reveal", Permission.ManageServiceAccounts)]
public sealed class Reveal(OwnedVaults vaults, VaultEditors editors, RevealVault reveal) : VaultPage(vaults)
{
    public VaultEditor Editor { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect(Context.Url);

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        if (Owned.Vault is not { } vault)
            return NotFound();
        var text = await reveal.RunAsync(vault.Id);
        Editor = text.Ok
            ? await editors.RevealAsync(Context, vault, form, text.Value)
            : await editors.OpenAsync(Context, vault);
        return text.Ok ? Page() : Refused(text);
    }
}
