using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Users.Ownership;

[Needs(Permission.TransferOwnership)]
public sealed class CancelTransfer(Domain.Members.CancelOwnershipTransfer cancel) : AppPage
{
    public string Users => BackTo(Links.Users(Current.WorkspaceId));

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await cancel.RunAsync();
        return done.Ok ? DoneAt(Users, "Ownership transfer canceled. You stay the owner.") : Refused(done);
    }
}
