using ClearSettings.Domain;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// An element with permission="…" exists only for those who have it: the same question that the page behind it asks.
/// </summary>
[HtmlTargetElement("*", Attributes = "permission")]
public sealed class PermissionTagHelper(Current current) : TagHelper
{
    public Permission Permission { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!current.Can(Permission))
            output.SuppressOutput();
    }
}
