using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>&lt;when at="..." /&gt;: relative words, the exact time on hover and for machines.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper(TimeProvider time) : TagHelper
{
    public DateTime At { get; set; }

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var format = TimeFormat.FromRequest(View.HttpContext.Request);
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        output.Attributes.SetAttribute("title", format.Exact(At));
        output.Attributes.SetAttribute(new TagHelperAttribute("data-relative"));
        output.Content.SetContent(TimeText.Relative(At, time.GetUtcNow().UtcDateTime, format));
    }
}
