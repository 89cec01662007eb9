using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Settings.Workspaces.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts.Credentials;

[Needs(Permission.ManageServiceAccounts)]
public sealed class Label(AccountList accounts, CredentialList list, RelabelCredential relabel) : AppPage
{
    public AccountCredential Found { get; private set; } = null!;

    public LabelCell Cell { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(string id, string key, bool done) => ShowAsync(id, key, !done, null);

    public async Task<IActionResult> OnPostAsync(string id, string key, CredentialInput input)
    {
        if (await AccountCredential.FindAsync(accounts, list, id, key) is not { } found)
            return NotFound();
        var outcome = await relabel.RunAsync(found.Row.AccessKey, input.Label, found.Account.Id);
        if (!outcome.Ok)
        {
            Refused(outcome);
            return await ShowAsync(id, key, editing: true, input.Label);
        }
        if (!IsHtmx)
            return DoneAt(found.Context.Back, "Label saved.");
        Announce("Label saved.");
        return await ShowAsync(id, key, editing: false, null);
    }

    private async Task<IActionResult> ShowAsync(string id, string key, bool editing, string? typed)
    {
        if (await AccountCredential.FindAsync(accounts, list, id, key) is not { } found)
            return NotFound();
        (Found, Cell) = (found, new(found.Context, found.Row, editing, typed));
        return IsHtmx ? Partial("/Pages/Settings/Workspaces/Credentials/_LabelCell.cshtml", Cell) : Page();
    }
}
