using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The table alone: as a page, or for htmx to show it again after a change.</summary>
[Needs(Permission.ManageOwnCredentials)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/credentials", Permission.ManageServiceAccounts)]
public sealed class Index(CredentialList list) : CredentialPage
{
    public CredentialTable Table { get; private set; } = null!;

    public string Lead =>
        Context.AccountName is { } name
            ? $"Of the service account {name}."
            : $"Yours, in {Current.Principal.WorkspaceName}.";

    public async Task<IActionResult> OnGetAsync()
    {
        Table = await list.ReadAsync(Context);
        return IsHtmx ? Partial("/Pages/Settings/Workspaces/Credentials/_Credentials.cshtml", Table) : Page();
    }
}
