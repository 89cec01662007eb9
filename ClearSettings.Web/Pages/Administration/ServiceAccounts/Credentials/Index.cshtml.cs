using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

/// <summary>The table alone: as a page, or for htmx to show it again after a change.</summary>
[Needs(Permission.ManageServiceAccounts)]
public sealed class Index(AccountList accounts, CredentialList list) : AppPage
{
    public string Name { get; private set; } = "";

    public CredentialTable Table { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await accounts.FindAsync(id) is not { } account)
            return NotFound();
        (Name, Table) = (account.Name, await list.ReadForAccountAsync(account.Id));
        return IsHtmx ? Partial("/Pages/Settings/Workspaces/Credentials/_Credentials.cshtml", Table) : Page();
    }
}
