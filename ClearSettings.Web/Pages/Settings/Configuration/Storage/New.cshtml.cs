using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

[Needs(Permission.ManageOwnStorage)]
public sealed class New(EditStorage edit) : AppPage
{
    public StorageForm Form { get; private set; } = new(new(), null);

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(StorageInput input)
    {
        Form = new(input, null);
        var done = await edit.AddAsync(input);
        return done.Ok ? DoneAt(Links.BrowserStorage, "Credentials added.") : Refused(done);
    }
}
