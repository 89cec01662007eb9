using System.Text.Json;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Which part of the editor's page htmx asked for.</summary>
public static class EditorResponses
{
    private const string Folder = "/Pages/Administration/Vaults/Editor/";

    /// <returns>The partial to answer with, or null for the whole page.</returns>
    public static string? GetPartial(AppPage page, VaultForm form) =>
        !page.IsHtmx
            ? null
            : form.Region switch
            {
                EditorRegion.Findings => Folder + "_Findings.cshtml",
                EditorRegion.Body => Folder + "_EditorBody.cshtml",
                _ => null,
            };

    /// <summary>
    /// What the script has to do with the answer: change the text or its format, or say the counts if they are others
    /// now.
    /// </summary>
    public static void Announce(AppPage page, EditorResponse answer)
    {
        if (answer.Editor.ToggleMessage is { Problem: not null })
            page.Response.StatusCode = 422;
        if (!page.IsHtmx)
            return;
        if (answer.Fix?.Format is { } format)
            Trigger(page, "vault-format", $"{format}");
        else if (answer.Fix is { } fix)
            Trigger(page, "vault-edit", new { edits = new[] { ToEdit(fix) } });
        else if (
            answer.Editor.Findings is { } findings
            && answer.Editor.Form.Said is { } said
            && said != findings.Counts
        )
            Trigger(page, "announce", findings.Counts);
    }

    private static object ToEdit(VaultFix fix) =>
        new
        {
            from = fix.From,
            to = fix.To,
            insert = fix.Insert,
        };

    // ASCII alone fits into a header; the rest is escaped.
    private static void Trigger(AppPage page, string name, object detail) =>
        page.Response.Headers.Append(
            "HX-Trigger",
            JsonSerializer.Serialize(new Dictionary<string, object> { [name] = detail })
        );
}
