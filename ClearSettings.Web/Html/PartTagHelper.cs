using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>An element that stands for a partial view of Pages/Shared around its content.</summary>
public abstract class PartTagHelper(IHtmlHelper html) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Name of the partial view, without its path.</summary>
    protected abstract string View { get; }

    protected abstract object CreateModel(IHtmlContent content);

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        ((IViewContextAware)html).Contextualize(ViewContext);
        output.TagName = null;
        output.Content.SetHtmlContent(
            await html.PartialAsync("/Pages/Shared/" + View + ".cshtml", CreateModel(content))
        );
    }
}

/// <summary>What _ListToolbar shows.</summary>
/// <param name="Search">Label of the search field, or null where there is no search.</param>
/// <param name="Remark">At the end, instead of the count.</param>
/// <param name="ShowsSort">Whether the choice of the order is shown on wide screens as well.</param>
public sealed record ListToolbar(
    Listing List,
    string? Search,
    string? Remark,
    bool ShowsSort,
    bool HasFilters,
    IHtmlContent Filters
);

/// <summary>
/// &lt;list-toolbar list="…" search="Search name or ID"&gt;: search, the filters inside the element, and the count of a
/// list.
/// </summary>
[HtmlTargetElement("list-toolbar")]
public sealed class ListToolbarTagHelper(IHtmlHelper html) : PartTagHelper(html)
{
    public Listing List { get; set; } = null!;

    public string? Search { get; set; }

    public string? Remark { get; set; }

    /// <summary>For a list with orders that no column of its table shows.</summary>
    public bool ShowsSort { get; set; }

    protected override string View => "_ListToolbar";

    protected override object CreateModel(IHtmlContent content) =>
        new ListToolbar(
            List,
            Search,
            Remark,
            ShowsSort,
            content is TagHelperContent { IsEmptyOrWhiteSpace: false },
            content
        );
}
