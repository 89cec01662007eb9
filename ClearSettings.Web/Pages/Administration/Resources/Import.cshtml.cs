using ClearSettings.Domain;
using ClearSettings.Domain.Resources;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.Resources;

/// <summary>What the form of an import sends.</summary>
public sealed record ResourceImport
{
    public string? Text { get; init; }

    /// <summary>Comes before the text.</summary>
    public IFormFile? File { get; init; }

    /// <summary>Hash of the text that was checked.</summary>
    public string? Checked { get; init; }

    /// <summary>Whether to carry it out, not only to check it.</summary>
    public bool Apply { get; init; }
}

/// <summary>Adds the objects of a file to the catalog, after a check that counts what it would change.</summary>
[Needs(Permission.ManageResources)]
public sealed class Import(UpsertResources upsert) : AppPage
{
    public string? Text { get; private set; }

    /// <summary>What the check found; null before it.</summary>
    public UpsertedResources? Found { get; private set; }

    /// <summary>Hash of the text, by which an import knows what was checked.</summary>
    public string Checked { get; private set; } = "";

    public bool CanApply => Found is { } found && found.Created + found.Updated > 0;

    public string Summary =>
        Found is not { } found ? ""
        : CanApply
            ? $"Adds {TimeText.Count(found.Created, "object")}, changes {found.Updated:N0} and leaves "
                + $"{found.Unchanged:N0} as they are."
        : "The catalog is already as the file says.";

    /// <summary>A check changes nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<ResourceImport>().All(p => !p.Apply);

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromForm] ResourceImport post)
    {
        var text = await ImportedText.ReadAsync(post.File, post.Text);
        (Text, Checked) = (text.Text, text.Hash);
        var file = ResourceFile.Parse(Text ?? "");
        if (!file.Ok)
            return Refused(file);
        // Text that was not checked yet is only checked.
        var applies = post.Apply && post.Checked == Checked;
        var done = applies
            ? await upsert.RunAsync(file.Value.Resources)
            : await upsert.PreviewAsync(file.Value.Resources);
        if (!done.Ok)
            return Refused(file.Value.Locate(done));
        if (applies)
            return DoneAt(
                Links.Resources(Current.WorkspaceId),
                $"Import applied: added {done.Value.Created:N0}, changed {done.Value.Updated:N0}."
            );
        Found = done.Value;
        return Page();
    }
}
