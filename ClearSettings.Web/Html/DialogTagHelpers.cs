using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>
/// What _Dialog and _ConfirmDialog show: a dialog of another page, or a page of its own without JavaScript.
/// </summary>
public sealed record DialogView
{
    public required string Title { get; init; }

    /// <summary>One sentence below the title.</summary>
    public string? Lead { get; init; }

    /// <summary>Where closing leads without JavaScript.</summary>
    public required string Back { get; init; }

    public required IHtmlContent Body { get; init; }

    /// <summary>More buttons of the footer, before the one that submits.</summary>
    public IHtmlContent? Foot { get; init; }

    /// <summary>At the start of the footer.</summary>
    public string? Remark { get; init; }

    /// <summary>Where the form goes; null for a dialog without a form.</summary>
    public string? Action { get; init; }

    /// <summary>The button that submits; null where nothing can be submitted.</summary>
    public string? Submit { get; init; }

    /// <summary>Its label while the request runs.</summary>
    public string? Busy { get; init; }

    /// <summary>The button that closes.</summary>
    public required string Cancel { get; init; }

    /// <summary>Whether the button that closes a dialog without a form is not its main one.</summary>
    public bool IsCancelQuiet { get; init; }

    public bool IsDanger { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>Whether a form that someone else changed meanwhile can be saved again, over their change.</summary>
    public bool CanOverwrite { get; init; }

    /// <summary>Class that sets the width.</summary>
    public string? Style { get; init; }

    public string? Id { get; init; }

    /// <summary>Requests of the dialog that replace each other, for htmx.</summary>
    public string? Sync { get; init; }

    /// <summary>
    /// What is lost when the dialog closes before anything was copied or downloaded; null where nothing is.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>
    /// Selector of the field whose value must be copied; null where copying anything of the dialog is enough.
    /// </summary>
    public string? SecretField { get; init; }

    /// <summary>Whether closing leads to another page, because the one behind the dialog is out of date.</summary>
    public bool Leaves { get; init; }
}

/// <summary>What dialogs have in common.</summary>
public abstract class DialogTagHelperBase(IHtmlHelper html) : PartTagHelper(html)
{
    public string Title { get; set; } = "";

    public string? Lead { get; set; }

    public string Back { get; set; } = "";

    public string? Remark { get; set; }

    public string? Size { get; set; }

    protected override string View => "_Dialog";

    protected IHtmlContent? Foot { get; private set; }

    // Razor writes an attribute that is null as an empty one.
    protected static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public override void Init(TagHelperContext context) =>
        context.Items[typeof(DialogFootTagHelper)] = (Action<IHtmlContent>)(content => Foot = content);
}

/// <summary>What dialogs with a form have in common.</summary>
public abstract class DialogFormTagHelperBase(IHtmlHelper html) : DialogTagHelperBase(html)
{
    public string? Submit { get; set; }

    public string? Busy { get; set; }

    public string? Cancel { get; set; }

    public string? Id { get; set; }

    public string? Sync { get; set; }

    public bool Disabled { get; set; }

    public bool CanOverwrite { get; set; }

    /// <summary>Where the form goes, if not to its own page.</summary>
    public string? Action { get; set; }

    protected virtual bool IsDanger => false;

    protected override object CreateModel(IHtmlContent content)
    {
        var request = ViewContext.HttpContext.Request;
        return new DialogView
        {
            Title = Title,
            Lead = OrNull(Lead),
            Back = Back,
            Body = content,
            Foot = Foot,
            Remark = Remark,
            Action = Action ?? request.PathBase + request.Path,
            Submit = OrNull(Submit),
            Busy = Busy,
            Cancel = Cancel ?? (OrNull(Submit) is null ? "Close" : "Cancel"),
            IsDanger = IsDanger,
            IsDisabled = Disabled,
            CanOverwrite = CanOverwrite,
            Style = Size,
            Id = Id,
            Sync = Sync,
        };
    }
}

/// <summary>
/// &lt;dialog-form title="…" back="…" submit="Save group"&gt;: a form in a dialog, which posts to its own page.
/// </summary>
[HtmlTargetElement("dialog-form")]
public sealed class DialogFormTagHelper(IHtmlHelper html) : DialogFormTagHelperBase(html);

/// <summary>
/// &lt;confirm-dialog title="Delete …?" back="…" submit="Delete group" cancel="Keep group"&gt;: a question before
/// something is lost.
/// </summary>
[HtmlTargetElement("confirm-dialog")]
public sealed class ConfirmDialogTagHelper(IHtmlHelper html) : DialogFormTagHelperBase(html)
{
    protected override string View => "_ConfirmDialog";

    protected override bool IsDanger => true;
}

/// <summary>
/// &lt;result-dialog title="…" back="…"&gt;: shows what came of a form. With secret="…" it asks before it closes
/// uncopied.
/// </summary>
[HtmlTargetElement("result-dialog")]
public sealed class ResultDialogTagHelper(IHtmlHelper html) : DialogTagHelperBase(html)
{
    public string? Secret { get; set; }

    public string? SecretField { get; set; }

    /// <summary>The button that closes, where it is not the main one.</summary>
    public string? Cancel { get; set; }

    public bool Leaves { get; set; }

    protected override object CreateModel(IHtmlContent content) =>
        new DialogView
        {
            Title = Title,
            Lead = OrNull(Lead),
            Back = Back,
            Body = content,
            Foot = Foot,
            Remark = Remark,
            Cancel = Cancel ?? "Done",
            IsCancelQuiet = Cancel is not null,
            Style = Size,
            Secret = OrNull(Secret),
            SecretField = OrNull(SecretField),
            Leaves = Leaves,
        };
}

/// <summary>&lt;dialog-foot&gt; inside a dialog: more buttons of its footer.</summary>
[HtmlTargetElement("dialog-foot")]
public sealed class DialogFootTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        ((Action<IHtmlContent>)context.Items[typeof(DialogFootTagHelper)])(new HtmlString(content.GetContent()));
        output.SuppressOutput();
    }
}
