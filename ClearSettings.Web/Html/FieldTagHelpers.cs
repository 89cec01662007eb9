using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>&lt;input problem-of="Label"&gt;: marks the field invalid, ties it to its error text and hint, and starts the page at the first invalid one.</summary>
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
        if (invalid && ViewContext.HttpContext.Items.TryAdd(nameof(FieldErrorAttributesTagHelper), ProblemOf))
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

internal static class FieldErrors
{
    public static string? GetMessage(ViewContext view, string field) =>
        view.ViewData.ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;

    public static bool AnyOfFields(ViewContext view) =>
        view.ViewData.ModelState.Any(e => e.Key.Length > 0 && e.Value?.Errors.Count > 0);

    public static string Id(string field) => $"{field.ToLowerInvariant()}-error";
}
