using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The label's cell of the table, at rest or as a form.</summary>
public sealed record LabelCell(CredentialContext Context, CredentialRow Row, bool Editing, string? Typed);

[Needs(Permission.ManageOwnCredentials)]
public sealed class Label(CredentialList list, RelabelCredential relabel) : AppPage
{
    public LabelCell Cell { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, bool done) => await ShowAsync(id, !done, null);

    public async Task<IActionResult> OnPostAsync(string id, CredentialInput input)
    {
        if (!Domain.EntityId.TryParse(id, out var key) || await list.FindAsync(key) is not { } row)
            return NotFound();
        var outcome = await relabel.RunAsync(row.AccessKey, input.Label);
        if (!outcome.Ok)
        {
            Refused(outcome);
            return await ShowAsync(id, editing: true, input.Label);
        }
        if (!IsHtmx)
            return DoneAt("/settings/workspaces", "Label saved.");
        Announce("Label saved.");
        return await ShowAsync(id, editing: false, null);
    }

    private async Task<IActionResult> ShowAsync(string id, bool editing, string? typed)
    {
        if (!Domain.EntityId.TryParse(id, out var key) || await list.FindAsync(key) is not { } row)
            return NotFound();
        Cell = new(new(Current.WorkspaceId), row, editing, typed);
        return IsHtmx ? Partial("Credentials/_LabelCell", Cell) : Page();
    }
}
