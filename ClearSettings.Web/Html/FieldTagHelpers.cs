using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>
/// &lt;input problem-of="Label"&gt;: marks the field invalid, ties it to its error text and hint, and starts the page
/// at the first invalid one.
/// </summary>
[HtmlTargetElement("input", Attributes = "problem-of", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("select", Attributes = "problem-of")]
[HtmlTargetElement("textarea", Attributes = "problem-of")]
public sealed class FieldErrorAttributesTagHelper : TagHelper
{
    public string ProblemOf { get; set; } = "";

    /// <summary>Id of the hint below the field, if it has one.</summary>
    public string? Hint { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var invalid = FieldErrors.GetMessage(ViewContext, ProblemOf) is not null;
        if (invalid)
            output.Attributes.SetAttribute("aria-invalid", "true");
        if (invalid && FieldErrors.TakeFocus(ViewContext, ProblemOf))
            output.Attributes.SetAttribute(new("autofocus"));
        else if (FieldErrors.AnyOfFields(ViewContext))
            output.Attributes.RemoveAll("autofocus");
        var described = string.Join(' ', new[] { invalid ? FieldErrors.Id(ProblemOf) : null, Hint }.OfType<string>());
        if (described.Length > 0)
            output.Attributes.SetAttribute("aria-describedby", described);
    }
}

/// <summary>&lt;problem for="Label" /&gt;: the sentence that belongs to a field, or nothing.</summary>
[HtmlTargetElement("problem", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProblemTagHelper(Assets assets) : TagHelper
{
    public string For { get; set; } = "";

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FieldErrors.MarkAsShown(ViewContext, For);
        if (FieldErrors.GetMessage(ViewContext, For) is not { } message)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error");
        output.Attributes.SetAttribute("id", FieldErrors.Id(For));
        output
            .Content.SetHtmlContent(assets.Icon("circle-alert", 14))
            .AppendHtml("<span>")
            .Append(message)
            .AppendHtml("</span>");
    }
}

/// <summary>
/// &lt;form-body&gt;: the fields of a form, and above them the errors of the form itself and of fields that it does not
/// show, so that no refusal stays without its reason.
/// </summary>
[HtmlTargetElement("form-body")]
public sealed class FormBodyTagHelper(IHtmlHelper html) : PartTagHelper(html)
{
    /// <summary>Whether a form that someone else changed meanwhile can be saved again, over their change.</summary>
    public bool CanOverwrite { get; set; }

    protected override string View => "_FormBody";

    protected override object CreateModel(IHtmlContent content) => new FormBody(content, CanOverwrite);
}

/// <summary>What _FormBody shows.</summary>
public sealed record FormBody(IHtmlContent Content, bool CanOverwrite);

/// <summary>How _FormErrors explains a conflict.</summary>
/// <param name="CanOverwrite">Whether a form that someone else changed meanwhile can be saved again, over their
/// change.</param>
public sealed record FormErrors(bool CanOverwrite = false);

/// <summary>
/// What _Field and _PasswordField write for the error of their field. They stand on most pages, and a tag helper costs
/// more than the field itself.
/// </summary>
/// <param name="Error">The sentence below the field.</param>
/// <param name="DescribedBy">Ids of the error and of the hint.</param>
/// <param name="HasFocus">Whether the page starts here.</param>
public readonly record struct FieldState(string? Error, string ErrorId, string? DescribedBy, bool HasFocus)
{
    public string? Invalid => Error is null ? null : "true";

    /// <param name="hint">Id of the hint below the field, if it has one.</param>
    /// <param name="focus">Whether the page starts here as long as nothing is wrong.</param>
    public static FieldState Read(ViewContext view, string field, string? hint, bool focus)
    {
        FieldErrors.MarkAsShown(view, field);
        var id = FieldErrors.Id(field);
        if (FieldErrors.GetMessage(view, field) is not { } error)
            return new(null, id, hint, focus && !FieldErrors.AnyOfFields(view));
        return new(error, id, hint is null ? id : $"{id} {hint}", FieldErrors.TakeFocus(view, field));
    }
}

internal static class FieldErrors
{
    public static string? GetMessage(ViewContext view, string field) =>
        view.ViewData.ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;

    /// <summary>Messages that no field of the form has shown, and the number of fields with an error.</summary>
    public static (IReadOnlyList<string> Form, int Fields) Split(ViewContext view)
    {
        var shown = ShownFields(view);
        var errors = view
            .ViewData.ModelState.Where(entry => entry.Value?.Errors.Count > 0)
            .ToLookup(entry => shown.Contains(entry.Key), entry => entry.Value!.Errors);
        return ([.. errors[false].SelectMany(e => e).Select(e => e.ErrorMessage)], errors[true].Count());
    }

    /// <summary>Whether this is the first invalid field, where the page starts.</summary>
    public static bool TakeFocus(ViewContext view, string field) =>
        view.HttpContext.Items.TryAdd(nameof(TakeFocus), field);

    public static void MarkAsShown(ViewContext view, string field) => ShownFields(view).Add(field);

    private static HashSet<string> ShownFields(ViewContext view)
    {
        var items = view.HttpContext.Items;
        if (items[typeof(FieldErrors)] is not HashSet<string> shown)
            items[typeof(FieldErrors)] = shown = new(StringComparer.OrdinalIgnoreCase);
        return shown;
    }

    public static bool AnyOfFields(ViewContext view) =>
        view.ViewData.ModelState.Any(e => e.Key.Length > 0 && e.Value?.Errors.Count > 0);

    public static string Id(string field) => $"{field.ToLowerInvariant()}-error";
}
