using ClearSettings.Domain;
using ClearSettings.Domain.Storage;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration.Storage;

/// <summary>Shows a secret in the answer to a post, which nothing stores.</summary>
[Needs(Permission.ManageOwnStorage, RequireRecentAuthentication = true)]
public sealed class Reveal(StorageRows rows, EditStorage edit) : AppPage
{
    public string Name { get; private set; } = "";

    /// <summary>With its secrets; null before the post.</summary>
    public StorageRow? Row { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await FindAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (!await FindAsync(id))
            return NotFound();
        var shown = await edit.RevealAsync(id);
        if (!shown.Ok)
            return Refused(shown);
        Row = shown.Value;
        return Page();
    }

    private async Task<bool> FindAsync(Guid id)
    {
        if (await rows.FindAsync(id) is not { } row)
            return false;
        Name = StorageText.DisplayName(row);
        return true;
    }
}
