using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Workspace.Vaults;

/// <summary>Turns a vault of a group or of the workspace on or off, from the table or the editor.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Active(VaultList list, SwitchVault turn) : AppPage
{
    public VaultSwitch Switch { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect(EditorPlace.VaultsOf(Current.WorkspaceId));

    /// <param name="rowVersion">Of the vault that the editor shows, if it comes from there.</param>
    public async Task<IActionResult> OnPostAsync(string id, bool? enabled, int? rowVersion)
    {
        if (!Domain.Id.TryParse(id, out var key) || enabled is null || await list.ReadAsync(key) is not { } row) return NotFound();
        var done = await turn.RunAsync(key, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound }) return NotFound();
        Switch = VaultSwitch.Of(EditorPlace.Shared(Current.WorkspaceId, key), row.Name, row.Enabled, done, rowVersion);
        if (done.Ok && !IsHtmx) return DoneAt(Switch.InEditor ? Switch.Place.Url : Switch.Place.Back, Switch.Sentence);
        if (!done.Ok) Refused(done);
        else Announce(Switch.Sentence);
        if (!IsHtmx) return Page();
        return Switch.InEditor ? Partial("_Switched", Switch) : Partial("_TurnedRow", await RowAsync(key));
    }

    // The count below the table changes too, as far as the list that the browser shows is not cut into pages.
    private async Task<TurnedRow> RowAsync(Guid id)
    {
        var (all, active) = await list.CountAsync(VaultFilter.OfAddress(Request.Headers["HX-Current-URL"]));
        return new(Current.WorkspaceId.Text(), (await list.ReadAsync(id))!, Switch.Problem, all > Index.PageSize ? null : Index.CountWords(all, active));
    }
}
