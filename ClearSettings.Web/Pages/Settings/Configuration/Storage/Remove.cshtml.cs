using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

[Needs(Permission.ManageOwnStorage)]
public sealed class Remove(StorageRows rows, EditStorage edit) : AppPage
{
    public string Name { get; private set; } = "";

    /// <summary>It only takes access away.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) => true;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await rows.FindAsync(id) is not { } row)
            return NotFound();
        Name = StorageText.DisplayName(row);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var done = await edit.RemoveAsync(id);
        return done.Ok ? DoneAt(Links.BrowserStorage, "Credentials removed.")
            : done.Refusal == Refusal.NotFound ? UnchangedAt(Links.BrowserStorage, done.Problems[0].Message)
            : RefusedAt(Links.BrowserStorage, done);
    }
}
