using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

[Needs(Permission.ManageOwnStorage)]
public sealed class Edit(StorageRows rows, EditStorage edit) : AppPage
{
    public StorageForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await rows.FindAsync(id) is not { } row)
            return NotFound();
        Form = StorageForm.From(row);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, StorageInput input)
    {
        if (await rows.FindAsync(id) is not { } row)
            return NotFound();
        Form = new(input, row);
        var done = await edit.SaveAsync(id, input);
        return done.Ok ? DoneAt(Links.BrowserStorage, "Credentials saved.") : Refused(done);
    }
}
