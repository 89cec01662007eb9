using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>Answers a post, and nothing else, with the editor that has the secrets in clear.</summary>
[Needs(Permission.EditOwnVault, RequireRecentAuthentication = true)]
public sealed class Reveal(VaultEditors editors, RevealVault reveal) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect(EditorContext.Personal(Current.WorkspaceId).Url);

    public async Task<IActionResult> OnPostAsync(VaultForm form)
    {
        if (await editors.FindPersonalAsync(Current.UserId) is not { } vault)
            return NotFound();
        var place = EditorContext.Personal(Current.WorkspaceId);
        var text = await reveal.RunAsync(vault.Id);
        Editor = text.Ok
            ? await editors.RevealAsync(place, vault, form, text.Value)
            : await editors.OpenAsync(place, vault);
        return text.Ok ? Page() : Refused(text);
    }
}
