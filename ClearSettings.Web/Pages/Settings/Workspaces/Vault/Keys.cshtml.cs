using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>The reference of keys for those who write their own vault.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Keys : AppPage
{
    public KeyReference Reference { get; private set; } = null!;

    /// <param name="side">Asked for by the search beside an editor.</param>
    public IActionResult OnGet(string? q, bool all, bool side)
    {
        Reference = KeyReference.Create(EditorContext.Personal(Current.WorkspaceId).Keys, q, all, onPage: !side);
        return IsHtmx ? Partial("/Pages/Administration/Vaults/_KeyList.cshtml", Reference) : Page();
    }
}
