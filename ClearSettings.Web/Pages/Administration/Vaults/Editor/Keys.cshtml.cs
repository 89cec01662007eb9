using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>The reference of keys that clients know: a page of its own, and the list beside an editor.</summary>
[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault/keys", Permission.EditOwnVault)]
public sealed class Keys : AppPage
{
    public KeyReference Reference { get; private set; } = null!;

    public (string Title, string Url) Parent =>
        Request.Path.StartsWithSegments(Links.Home)
            ? ("Workspaces", Links.Workspaces)
            : ("Administrator vaults", Links.Vaults(Current.WorkspaceId));

    /// <param name="side">Asked for by the search beside an editor.</param>
    public IActionResult OnGet(string? q, bool all, bool side)
    {
        Reference = KeyReference.Create(Request.Path, q, all, onPage: !side);
        return IsHtmx ? Partial("_KeyList", Reference) : Page();
    }
}
