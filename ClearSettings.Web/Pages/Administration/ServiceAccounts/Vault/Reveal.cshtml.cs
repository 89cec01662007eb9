using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Vault;

/// <summary>Answers a post, and nothing else, with the editor that has the secrets in clear.</summary>
[Needs(Permission.ManageServiceAccounts, RequireRecentAuthentication = true)]
public sealed class Reveal(VaultEditors editors, RevealVault reveal) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    public IActionResult OnGet(string id) =>
        Domain.EntityId.TryParse(id, out var user)
            ? LocalRedirect(EditorContext.Account(Current.WorkspaceId, user).Url)
            : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, VaultForm form)
    {
        if (!Domain.EntityId.TryParse(id, out var user) || await editors.FindPersonalAsync(user) is not { } vault)
            return NotFound();
        var place = EditorContext.Account(Current.WorkspaceId, user);
        var text = await reveal.RunAsync(vault.Id);
        Editor = text.Ok
            ? await editors.RevealAsync(place, vault, form, text.Value)
            : await editors.OpenAsync(place, vault);
        return text.Ok ? Page() : Refused(text);
    }
}
