using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Vault;

/// <summary>Turns the vault of a service account on or off.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Toggle(VaultEditors editors, SetVaultEnabled setEnabled) : AppPage
{
    public VaultToggle Form { get; private set; } = null!;

    public IActionResult OnGet(string id) =>
        Domain.EntityId.TryParse(id, out var user)
            ? LocalRedirect(EditorContext.Account(Current.WorkspaceId, user).Url)
            : NotFound();

    /// <param name="rowVersion">Of the vault that the editor shows.</param>
    public async Task<IActionResult> OnPostAsync(string id, bool? enabled, int? rowVersion)
    {
        if (
            !Domain.EntityId.TryParse(id, out var user)
            || enabled is null
            || await editors.FindPersonalAsync(user) is not { } vault
        )
            return NotFound();
        var done = await setEnabled.RunAsync(vault.Id, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound })
            return NotFound();
        Form = VaultToggle.Create(
            EditorContext.Account(Current.WorkspaceId, user),
            vault.Name,
            vault.Enabled,
            done,
            rowVersion ?? vault.RowVersion
        );
        if (done.Ok && !IsHtmx)
            return DoneAt(Form.Context.Url, Form.Message);
        if (!done.Ok)
            Refused(done);
        else
            Announce(Form.Message);
        return IsHtmx ? Partial("/Pages/Administration/Vaults/_ToggleUpdate.cshtml", Form) : Page();
    }
}
