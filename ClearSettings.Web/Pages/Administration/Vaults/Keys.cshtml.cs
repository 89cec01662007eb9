using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>The reference of keys that clients know: a page of its own, and the list beside an editor.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Keys : AppPage
{
    public KeyReference Reference { get; private set; } = null!;

    /// <param name="side">Asked for by the search beside an editor.</param>
    public IActionResult OnGet(string? q, bool all, bool side)
    {
        Reference = KeyReference.Create(EditorContext.Shared(Current.WorkspaceId, null).Keys, q, all, onPage: !side);
        return IsHtmx ? Partial("_KeyList", Reference) : Page();
    }
}
