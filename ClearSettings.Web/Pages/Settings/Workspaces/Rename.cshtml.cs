using ClearSettings.Domain;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces;

/// <summary>The last line of a workspace panel: its name, at rest or as a form, and the way out.</summary>
public sealed record NameSection(
    Guid Workspace,
    string Name,
    bool CanRename,
    bool CanLeave,
    bool Editing,
    string? Typed
);

[Needs(Permission.ManageWorkspace)]
public sealed class Rename(RenameWorkspace rename, JoinedWorkspaces joined, Hosting hosting) : AppPage
{
    public NameSection Section { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(bool done) => ShowAsync(editing: !done, null);

    public async Task<IActionResult> OnPostAsync(string? name)
    {
        var outcome = await rename.RunAsync(name);
        if (!outcome.Ok)
        {
            Refused(outcome);
            return await ShowAsync(editing: true, name);
        }
        // The name stands in the sidebar and the panel's head too, so the page is shown again.
        return DoneAt(Links.Workspaces, $"Workspace renamed to {name!.Trim()}.");
    }

    private async Task<IActionResult> ShowAsync(bool editing, string? typed)
    {
        var canLeave =
            hosting.IsHosted
            && (await joined.GetAsync(Current.UserId)).Any(w => w.Id == Current.WorkspaceId && !w.IsPersonal);
        Section = new(Current.WorkspaceId, Current.Principal.WorkspaceName, true, canLeave, editing, typed);
        return IsHtmx ? Partial("_NameSection", Section) : Page();
    }
}
