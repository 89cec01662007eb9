using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The label's cell of the table, at rest or as a form.</summary>
public sealed record LabelCell(CredentialContext Context, CredentialRow Row, bool Editing, string? Typed);

[Needs(Permission.ManageOwnCredentials)]
[AlsoAt(
    "/workspaces/{workspace}/service-accounts/{account:id}/credentials/{id:id}/label",
    Permission.ManageServiceAccounts
)]
public sealed class Label(CredentialList list, RelabelCredential relabel) : CredentialPage
{
    public LabelCell Cell { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(Guid id, bool done) => ShowAsync(id, !done, null);

    public async Task<IActionResult> OnPostAsync(Guid id, CredentialInput input)
    {
        if (await list.FindAsync(Context, id) is not { } row)
            return NotFound();
        var outcome = await relabel.RunAsync(row.AccessKey, input.Label, Context.Account);
        if (!outcome.Ok)
        {
            Refused(outcome);
            return await ShowAsync(id, editing: true, input.Label);
        }
        if (!IsHtmx)
            return DoneAt(Context.Back, "Label saved.");
        Announce("Label saved.");
        return await ShowAsync(id, editing: false, null);
    }

    private async Task<IActionResult> ShowAsync(Guid id, bool editing, string? typed)
    {
        if (await list.FindAsync(Context, id) is not { } row)
            return NotFound();
        Cell = new(Context, row, editing, typed);
        return IsHtmx ? Partial("/Pages/Settings/Workspaces/Credentials/_LabelCell.cshtml", Cell) : Page();
    }
}
