using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.AccessRules.Editor;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>What the form of an import sends.</summary>
public sealed record ImportPost
{
    public string? Yaml { get; init; }

    /// <summary>Comes before the text.</summary>
    public IFormFile? File { get; init; }

    public string? Note { get; init; }

    public string? Confirmation { get; init; }

    /// <summary>Hash of the text that was checked.</summary>
    public string? Checked { get; init; }

    /// <summary>Whether to carry it out, not only to check it.</summary>
    public bool Apply { get; init; }
}

/// <summary>Replaces all rules by those of a file, after a check that shows what it would change.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Import(ImportRules import) : AppPage
{
    public string? Text { get; private set; }

    public string? Note { get; private set; }

    /// <summary>What the check found; null before it.</summary>
    public ImportedRules? Found { get; private set; }

    public PreviewView? Preview { get; private set; }

    /// <summary>Hash of the text, by which an import knows what was checked.</summary>
    public string Checked { get; private set; } = "";

    public bool CanApply => Found is { } found && found.Created + found.Updated + found.Deleted > 0;

    public string Summary =>
        Found is not { } found ? ""
        : CanApply
            ? $"Creates {TimeText.Count(found.Created, "rule")}, changes {found.Updated:N0}, deletes "
                + $"{found.Deleted:N0} and keeps {found.Unchanged:N0}."
        : "The rules are already as the file says.";

    /// <summary>A check changes nothing.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.Values.OfType<ImportPost>().All(p => !p.Apply);

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync([FromForm] ImportPost post)
    {
        var text = await ImportedText.ReadAsync(post.File, post.Yaml);
        (Text, Checked, Note) = (text.Text, text.Hash, post.Note);
        if (string.IsNullOrWhiteSpace(Text))
            return Refused(Result.Refuse("Yaml", "Choose a file or paste the rules."));
        // Text that was not checked yet is only checked.
        if (post.Apply && post.Checked == Checked)
        {
            var done = await import.RunAsync(Text, new(post.Note, post.Confirmation));
            if (done.Ok)
                return DoneAt(
                    Links.AccessRules(Current.WorkspaceId),
                    $"Import applied: created {done.Value.Created:N0}, changed {done.Value.Updated:N0}, deleted "
                        + $"{done.Value.Deleted:N0}."
                );
            await CheckAsync(post.Confirmation);
            return Refused(done);
        }
        var found = await CheckAsync(post.Confirmation);
        return found.Ok ? Page() : Refused(found);
    }

    private async Task<Result<ImportedRules>> CheckAsync(string? confirmation)
    {
        var found = await import.PreviewAsync(Text!);
        if (!found.Ok)
            return found;
        Found = found.Value;
        Preview = CanApply ? new(found.Value.Preview) { Confirmation = confirmation } : null;
        return found;
    }
}
