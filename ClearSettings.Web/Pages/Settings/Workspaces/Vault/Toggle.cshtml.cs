using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>Turns the visitor's own vault on or off, from the panel or the editor.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Toggle(VaultEditors editors, SetVaultEnabled setEnabled, PersonalVaults personal) : AppPage
{
    public VaultToggle Form { get; private set; } = null!;

    public IActionResult OnGet() => LocalRedirect("/settings/workspaces");

    /// <param name="rowVersion">Of the vault that the editor shows, if it comes from there.</param>
    public async Task<IActionResult> OnPostAsync(bool? enabled, int? rowVersion)
    {
        if (enabled is null || await editors.FindPersonalAsync(Current.UserId) is not { } vault)
            return NotFound();
        var done = await setEnabled.RunAsync(vault.Id, enabled.Value);
        if (done is { Ok: false, Refusal: Refusal.NotFound })
            return NotFound();
        Form = VaultToggle.Create(
            EditorContext.Personal(Current.WorkspaceId),
            "Your vault",
            vault.Enabled,
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
        return Form.InEditor
            ? Partial("/Pages/Administration/Vaults/_ToggleUpdate.cshtml", Form)
            : Partial(
                "/Pages/Settings/Workspaces/_VaultSection.cshtml",
                (await personal.ReadAsync(Current.WorkspaceId)) with
                {
                    Problem = Form.Problem,
                }
            );
    }
}
