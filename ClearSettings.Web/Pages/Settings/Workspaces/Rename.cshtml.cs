using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>The name's line of a workspace panel, at rest or as a form.</summary>
public sealed record NamePart(Guid Workspace, string Name, bool Editing, string? Typed);

[Needs(Permission.ManageWorkspace)]
public sealed class Rename(RenameWorkspace rename) : AppPage
{
    public NamePart Part { get; private set; } = null!;

    public IActionResult OnGet(bool done) => Show(new(Current.WorkspaceId, Current.Principal.WorkspaceName, !done, null));

    public async Task<IActionResult> OnPostAsync(string? name)
    {
        var outcome = await rename.RunAsync(name);
        if (!outcome.Ok)
        {
            Refused(outcome);
            return Show(new(Current.WorkspaceId, Current.Principal.WorkspaceName, true, name));
        }
        // The name stands in the sidebar and the panel's head too, so the page is shown anew.
        return DoneAt("/settings/workspaces", $"The workspace is called {name!.Trim()} now.");
    }

    private IActionResult Show(NamePart part)
    {
        Part = part;
        return IsHtmx ? Partial("_NamePart", part) : Page();
    }
}
