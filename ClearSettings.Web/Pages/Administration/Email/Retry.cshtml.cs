using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class Retry(RetryEmailNow retry) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Email(Current.WorkspaceId));

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var emails = BackTo(Links.Email(Current.WorkspaceId));
        var done = await retry.RunAsync(id);
        return done.Ok
            ? DoneAt(emails, "Sending the email again. Reload the page in a moment to see the result.")
            : RefusedAt(emails, done);
    }
}
