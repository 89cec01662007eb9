using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Answers a post, and nothing else, with the editor that has the secrets in clear.</summary>
[Needs(Permission.ManageVaults, RequireRecentAuthentication = true)]
public sealed class Reveal(VaultList list, VaultEditors editors, RevealVault reveal) : AppPage
{
    public VaultEditor Editor { get; private set; } = null!;

    public IActionResult OnGet(string id) =>
        Domain.EntityId.TryParse(id, out var key)
            ? LocalRedirect(EditorContext.Shared(Current.WorkspaceId, key).Url)
            : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, VaultForm form)
    {
        if (
            !Domain.EntityId.TryParse(id, out var key)
            || await list.Shared.SingleOrDefaultAsync(v => v.Id == key) is not { } vault
        )
            return NotFound();
        var place = EditorContext.Shared(Current.WorkspaceId, key);
        var text = await reveal.RunAsync(key);
        Editor = text.Ok
            ? await editors.RevealAsync(place, vault, form, text.Value)
            : await editors.OpenAsync(place, vault);
        return text.Ok ? Page() : Refused(text);
    }
}
