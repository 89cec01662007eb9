using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Workspace.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Workspace.ServiceAccounts.Vault;

/// <summary>Turns the vault of a service account on or off.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Active(VaultEditors editors, SwitchVault turn) : AppPage
{
    public VaultSwitch Switch { get; private set; } = null!;

    public IActionResult OnGet(string id) => Domain.Id.TryParse(id, out var user) ? LocalRedirect(EditorPlace.Account(Current.WorkspaceId, user).Url) : NotFound();

    /// <param name="rowVersion">Of the vault that the editor shows.</param>
    public async Task<IActionResult> OnPostAsync(string id, bool? enabled, int? rowVersion)
    {
        if (!Domain.Id.TryParse(id, out var user) || enabled is null || await editors.FindOfAsync(user) is not { } vault) return NotFound();
        var done = await turn.RunAsync(vault.Id, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound }) return NotFound();
        Switch = VaultSwitch.Of(EditorPlace.Account(Current.WorkspaceId, user), vault.Name, vault.Enabled, done, rowVersion ?? vault.RowVersion);
        if (done.Ok && !IsHtmx) return DoneAt(Switch.Place.Url, Switch.Sentence);
        if (!done.Ok) Refused(done);
        else Announce(Switch.Sentence);
        return IsHtmx ? Partial("/Pages/Workspace/Vaults/_Switched.cshtml", Switch) : Page();
    }
}
