using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class Discard(OutboxList outbox, CancelEmail cancel) : AppPage
{
    public OutboxRow Row { get; private set; } = null!;

    public string Emails => BackTo(Links.Email(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await outbox.FindAsync(id) is not { } row)
            return NotFound();
        Row = row;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var done = await cancel.RunAsync(id);
        return done.Ok ? DoneAt(Emails, "Email discarded.") : RefusedAt(Emails, done);
    }
}
