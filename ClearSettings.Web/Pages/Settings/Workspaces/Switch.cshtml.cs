using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>Makes the workspace of the address the current one.</summary>
[Needs(Permission.ReadWorkspace, WithoutTwoFactor = true)]
public sealed class Switch(SwitchWorkspace change) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Workspaces);

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await change.RunAsync();
        return done.Ok
            ? DoneAt(Links.Workspaces, $"{Current.Principal.WorkspaceName} is now your current workspace.")
            : NotFound();
    }
}
