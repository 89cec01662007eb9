using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class Discard(OutboxList outbox, CancelEmail discard) : AppPage
{
    public OutboxRow Row { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await outbox.FindAsync(id) is not { } row)
            return NotFound();
        Row = row;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!Domain.EntityId.TryParse(id, out var key))
            return NotFound();
        var done = await discard.RunAsync(key);
        var back = $"/workspaces/{Current.WorkspaceId.ToHex()}/email";
        return done.Ok ? DoneAt(back, "The email is discarded.") : RefusedAt(back, done);
    }
}
