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
        return DoneAt($"/workspaces/{Current.WorkspaceId.Text()}/mail", done.Ok ? "The mail is discarded." : done.Problems[0].Sentence);
    }
}
