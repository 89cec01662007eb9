using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The table alone: as a page, or for htmx to show it again after a change.</summary>
[Needs(Permission.ManageOwnCredentials)]
public sealed class Index(CredentialList list) : AppPage
{
    public CredentialTable Table { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        Table = await list.ReadAsync(Current.WorkspaceId);
        return IsHtmx ? Partial("Credentials/_Credentials", Table) : Page();
    }
}
