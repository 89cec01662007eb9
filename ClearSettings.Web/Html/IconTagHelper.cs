using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>&lt;icon name="copy" size="14" /&gt; from the sprite.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(Sprite sprite) : TagHelper
{
    public string Name { get; set; } = "";

    /// <summary>12, 14, 16 or 22.</summary>
    public int Size { get; set; } = 16;

    /// <summary>Instead of "icon".</summary>
    public string? Class { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Class ?? (Size == 16 ? "icon" : $"icon icon-{Size}"));
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent(sprite.Use(Name));
    }
}
