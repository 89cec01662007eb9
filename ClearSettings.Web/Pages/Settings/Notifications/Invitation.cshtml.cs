using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Notifications;

/// <summary>Takes the answer to an invitation.</summary>
[Needs(Permission.EditOwnProfile)]
public sealed class Invitation : AppPage
{
    public string Problem { get; private set; } = "";

    public IActionResult OnGet() => LocalRedirect(Links.Notifications);

    /// <summary>Accepts it.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] AcceptInvitation accept)
    {
        var done = await accept.RunAsync(id);
        return done.Ok ? DoneAt(Links.Workspaces, $"You joined {done.Value.Workspace}.") : Explain(done);
    }

    public async Task<IActionResult> OnPostDeclineAsync(Guid id, [FromServices] DeclineInvitation decline)
    {
        var done = await decline.RunAsync(id);
        return done.Ok ? DoneAt(Links.Notifications, $"Invitation to {done.Value} declined.") : Explain(done);
    }

    private IActionResult Explain(Result refused)
    {
        Problem = refused.Problems[0].Message;
        return Refused(refused);
    }
}
