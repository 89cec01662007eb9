using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Turns a vault of a group or of the workspace on or off, from the table or the editor.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Toggle(VaultList list, SetVaultEnabled setEnabled) : AppPage
{
    public VaultToggle Form { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect(EditorContext.VaultsUrl(Current.WorkspaceId));

    /// <param name="rowVersion">Of the vault that the editor shows, if it comes from there.</param>
    public async Task<IActionResult> OnPostAsync(string id, bool? enabled, int? rowVersion)
    {
        if (!Domain.EntityId.TryParse(id, out var key) || enabled is null || await list.ReadAsync(key) is not { } row)
            return NotFound();
        var done = await setEnabled.RunAsync(key, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound })
            return NotFound();
        Form = VaultToggle.Create(
            EditorContext.Shared(Current.WorkspaceId, key),
            row.Name,
            row.Enabled,
            done,
            rowVersion
        );
        if (done.Ok && !IsHtmx)
            return DoneAt(Form.InEditor ? Form.Context.Url : Form.Context.Back, Form.Message);
        if (!done.Ok)
            Refused(done);
        else
            Announce(Form.Message);
        if (!IsHtmx)
            return Page();
        return Form.InEditor ? Partial("_ToggleUpdate", Form) : Partial("_VaultRowUpdate", await RowAsync(key));
    }

    // The count below the table changes too, as far as the list that the browser shows is not cut into pages.
    private async Task<VaultRowUpdate> RowAsync(Guid id)
    {
        var (all, active) = await list.CountAsync(VaultFilter.FromUrl(Request.Headers["HX-Current-URL"]));
        return new(
            Current.WorkspaceId.ToHex(),
            (await list.ReadAsync(id))!,
            Form.Problem,
            all > Index.PageSize ? null : Index.CountText(all, active)
        );
    }
}
