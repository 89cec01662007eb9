using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>&lt;icon name="copy" size="14" /&gt; from the sprite.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(IFileVersionProvider versions) : TagHelper
{
    public string Name { get; set; } = "";

    /// <summary>12, 14, 16 or 22.</summary>
    public int Size { get; set; } = 16;

    /// <summary>Instead of "icon".</summary>
    public string? Class { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Class ?? (Size == 16 ? "icon" : $"icon icon-{Size}"));
        output.Attributes.SetAttribute("aria-hidden", "true");
        var href = versions.AddFileVersionToPath(ViewContext.HttpContext.Request.PathBase, "/assets/icons.svg");
        output.Content.SetHtmlContent($"<use href=\"{href}#{Name}\"></use>");
    }
}
