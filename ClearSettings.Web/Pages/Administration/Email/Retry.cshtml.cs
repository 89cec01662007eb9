using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Email;

[Needs(Permission.ManageServer)]
public sealed class Retry(RetryEmailNow hurry) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Back);

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!Domain.EntityId.TryParse(id, out var key))
            return NotFound();
        var done = await hurry.RunAsync(key);
        return done.Ok
            ? DoneAt(Back, "The email is tried again now. Reload the page in a moment to see how it went.")
            : RefusedAt(Back, done);
    }

    private string Back => $"/workspaces/{Current.WorkspaceId.ToHex()}/email";
}
