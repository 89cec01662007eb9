using ClearSettings.Domain;
using ClearSettings.Domain.Storage.Cleanup;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage.Cleanup;

[Needs(Permission.ManageStorageCleanup)]
public sealed class New(StorageCleanup cleanup) : AppPage
{
    public CleanupFields Fields { get; private set; } = new(CleanupForm.New, null);

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CleanupForm input)
    {
        Fields = new(input, null);
        var done = await cleanup.AddAsync(input.ToEntry(Guid.Empty));
        return done.Ok ? DoneAt(Links.StorageCleanup(Current.WorkspaceId), "Credentials added.") : Refused(done);
    }
}
