using ClearSettings.Domain;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage.Cleanup;

[Needs(Permission.ManageStorageCleanup)]
public sealed class Remove(StorageCleanup cleanup) : AppPage
{
    public string Name { get; private set; } = "";

    private string List => Links.StorageCleanup(Current.WorkspaceId);

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await cleanup.FindAsync(id) is not { } entry)
            return NotFound();
        Name = StorageText.DisplayName(entry);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        var done = await cleanup.RemoveAsync(id);
        return done.Ok ? DoneAt(List, "Credentials removed.")
            : done.Refusal == Refusal.NotFound ? UnchangedAt(List, done.Problems[0].Message)
            : RefusedAt(List, done);
    }
}
