using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Notifications;

/// <summary>Takes the answer to an offered ownership.</summary>
[Needs(Permission.EditOwnProfile, Permission.AcceptOwnership)]
public sealed class Ownership : AppPage
{
    public string Problem { get; private set; } = "";

    /// <summary>Declining gives no one anything.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => post.HandlerMethod?.Name == "Decline";

    public IActionResult OnGet() => LocalRedirect(Links.Notifications);

    /// <summary>Accepts it.</summary>
    public async Task<IActionResult> OnPostAsync([FromServices] AcceptOwnershipTransfer accept)
    {
        var done = await accept.RunAsync();
        return done.Ok
            ? DoneAt(Links.Notifications, $"You are now the owner of {Current.Principal.WorkspaceName}.")
            : Explain(done);
    }

    public async Task<IActionResult> OnPostDeclineAsync([FromServices] DeclineOwnershipTransfer decline)
    {
        var done = await decline.RunAsync();
        return done.Ok
            ? DoneAt(Links.Notifications, $"You declined ownership of {Current.Principal.WorkspaceName}.")
            : Explain(done);
    }

    private IActionResult Explain(Result refused)
    {
        Problem = refused.Problems[0].Message;
        return Refused(refused);
    }
}
