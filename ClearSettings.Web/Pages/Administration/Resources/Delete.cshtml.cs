using ClearSettings.Domain;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>Asks before objects are deleted from the catalog.</summary>
[Needs(Permission.ManageResources)]
public sealed class Delete(ResourceList resources, DeleteResources delete) : AppPage
{
    /// <summary>Those that exist.</summary>
    public IReadOnlyList<ResourceRow> Rows { get; private set; } = [];

    public string Resources => BackTo(Links.Resources(Current.WorkspaceId));

    public int Children => Rows.Sum(r => r.Children);

    public string Title =>
        Rows.Count switch
        {
            0 => "No objects to delete",
            1 => $"Delete {Rows[0].Name} from the catalog?",
            _ => $"Delete {Rows.Count:N0} objects from the catalog?",
        };

    public async Task<IActionResult> OnGetAsync(string[] key)
    {
        if (IdList.Check(key.Length) is { } tooMany)
            return Refused(tooMany);
        Rows = await resources.FindAllAsync(ResourceValue.Read(key));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string[] key)
    {
        if (IdList.Check(key.Length) is { } tooMany)
            return Refused(tooMany);
        var keys = ResourceValue.Read(key);
        var done = await delete.RunAsync(keys);
        if (!done.Ok)
        {
            Rows = await resources.FindAllAsync(keys);
            return Refused(done);
        }
        return done.Value == 0
            ? UnchangedAt(Resources, "These objects were already deleted.")
            : DoneAt(Resources, done.Value == 1 ? "Object deleted." : $"{done.Value:N0} objects deleted.");
    }
}
