using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>
/// A link with in-dialog opens its page in the dialog of the present one; without JavaScript it opens the page itself.
/// A button with in-dialog does so with the fields of its form.
/// </summary>
[HtmlTargetElement("a", Attributes = "in-dialog")]
[HtmlTargetElement("button", Attributes = "in-dialog")]
public sealed class InDialogTagHelper : TagHelper
{
    /// <summary>
    /// Tells the page which layout to take; htmx sends it with every request from inside the dialog too.
    /// </summary>
    public const string Field = "in";
    private const string Value = "dialog";

    /// <summary>After the helpers that write href.</summary>
    public override int Order => 1000;

    /// <summary>Whether the request was made for the dialog.</summary>
    public static bool IsAsked(HttpRequest request) =>
        request.Headers.ContainsKey("HX-Request")
        && (request.Query[Field] == Value || (request.HasFormContentType && request.Form[Field] == Value));

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("in-dialog");
        var isButton = output.TagName == "button";
        var url = output.Attributes[isButton ? "formaction" : "href"];
        output.Attributes.SetAttribute("hx-get", url.Value);
        output.Attributes.SetAttribute("hx-target", "#dialog-content");
        output.Attributes.SetAttribute("hx-vals", $"{{\"{Field}\":\"{Value}\"}}");
        if (isButton)
            output.Attributes.SetAttribute("hx-include", "closest form");
    }
}
