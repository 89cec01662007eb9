using ClearSettings.Domain;
using ClearSettings.Domain.Mail;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Workspace.Mail;

[Needs(Permission.ManageServer)]
public sealed class Discard(OutboxList outbox, DiscardMail discard) : AppPage
{
    public OutboxRow Row { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await outbox.FindAsync(id) is not { } row) return NotFound();
        Row = row;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!Domain.Id.TryParse(id, out var key)) return NotFound();
        var done = await discard.RunAsync(key);
        var back = $"/workspaces/{Current.WorkspaceId.Text()}/mail";
        return done.Ok ? DoneAt(back, "The mail is discarded.") : RefusedAt(back, done);
    }
}
