using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Workspace.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>Turns the visitor's own vault on or off, from the panel or the editor.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Active(VaultEditors editors, SwitchVault turn, PersonalVaults personal) : AppPage
{
    public VaultSwitch Switch { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect("/settings/workspaces");

    /// <param name="rowVersion">Of the vault that the editor shows, if it comes from there.</param>
    public async Task<IActionResult> OnPostAsync(bool? enabled, int? rowVersion)
    {
        if (enabled is null || await editors.FindOfAsync(Current.UserId) is not { } vault) return NotFound();
        var done = await turn.RunAsync(vault.Id, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound }) return NotFound();
        Switch = VaultSwitch.Of(EditorPlace.Personal(Current.WorkspaceId), "Your vault", vault.Enabled, done, rowVersion);
        if (done.Ok && !IsHtmx) return DoneAt(Switch.InEditor ? Switch.Place.Url : Switch.Place.Back, Switch.Sentence);
        if (!done.Ok) Refused(done);
        else Announce(Switch.Sentence);
        if (!IsHtmx) return Page();
        return Switch.InEditor ? Partial("/Pages/Workspace/Vaults/_Switched.cshtml", Switch) : Partial("/Pages/Settings/Workspaces/_VaultPart.cshtml", (await personal.ReadAsync(Current.WorkspaceId)) with { Problem = Switch.Problem });
    }
}
