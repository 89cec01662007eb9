using ClearSettings.Domain;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage.Cleanup;

[Needs(Permission.ManageStorageCleanup)]
public sealed class Edit(StorageCleanup cleanup) : AppPage
{
    public CleanupFields Fields { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await cleanup.FindAsync(id) is not { } entry)
            return NotFound();
        Fields = new(CleanupForm.From(entry), entry);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CleanupForm input)
    {
        if (await cleanup.FindAsync(id) is not { } entry)
            return NotFound();
        // What an entry is for stays as it is.
        var typed = input with
        {
            Kind = entry.Kind,
            IsDefault = entry.IsDefault,
        };
        Fields = new(typed, entry);
        var done = await cleanup.SaveAsync(typed.ToEntry(id));
        return done.Ok ? DoneAt(Links.StorageCleanup(Current.WorkspaceId), "Credentials saved.") : Refused(done);
    }
}
