using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Turns a vault on or off, from the editor, the table of vaults or the visitor's panel.</summary>
[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault/active", Permission.EditOwnVault)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/vault/active", Permission.ManageServiceAccounts)]
public sealed class Toggle(OwnedVaults vaults, VaultList list, SetVaultEnabled change, PersonalVaults personal)
    : VaultPage(vaults)
{
    public VaultToggle Form { get; private set; } = null!;

    // The page of a service account has no toggle.
    private string Origin => Context.Account is not null || Form is { InEditor: true } ? Context.Url : Context.Back;

    public IActionResult OnGet() => LocalRedirect(Context.Account is not null ? Context.Url : Context.Back);

    /// <param name="rowVersion">Of the vault that the editor shows, if it comes from there.</param>
    public async Task<IActionResult> OnPostAsync(bool? enabled, int? rowVersion)
    {
        if (enabled is null || Owned.Vault is not { } vault)
            return NotFound();
        var done = await change.RunAsync(vault.Id, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound })
            return NotFound();
        var shown = Context.Account is null ? rowVersion : rowVersion ?? vault.RowVersion;
        Form = VaultToggle.Create(Context, Context.IsOwn ? "Your vault" : vault.Name, vault.Enabled, done, shown);
        if (done.Ok && !IsHtmx)
            return DoneAt(Origin, Form.Message);
        if (!done.Ok)
            Refused(done);
        else
            Announce(Form.Message);
        if (!IsHtmx)
            return Page();
        return Form.InEditor ? Partial("_ToggleUpdate", Form)
            : Context.IsShared
                ? Partial("/Pages/Administration/Vaults/_VaultRowUpdate.cshtml", await RowAsync(vault.Id))
            : Partial("/Pages/Settings/Workspaces/_VaultSection.cshtml", await PanelAsync());
    }

    // The count below the table changes too, as far as the list that the browser shows is not cut into pages.
    private async Task<VaultRowUpdate> RowAsync(Guid id)
    {
        var (all, active) = await list.CountAsync(VaultFilter.FromUrl(Request.Headers["HX-Current-URL"]));
        return new(
            Current.WorkspaceId.ToHex(),
            (await list.ReadAsync(id))!,
            Form.ListProblem,
            all > Listing.PageSize ? null : Vaults.Index.CountText(all, active)
        );
    }

    private async Task<PersonalVault> PanelAsync() =>
        (await personal.ReadAsync(Current.WorkspaceId)) with
        {
            Problem = Form.Problem,
        };
}
