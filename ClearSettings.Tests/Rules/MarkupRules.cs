using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Rules;

public sealed partial class MarkupRules
{
    public static TheoryData<string> Views => [.. SourceTree.Files("ClearSettings.Web", "*.cshtml")];

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_form_has_method_and_action(string file) =>
        Assert.All(
            Forms().Matches(SourceTree.Read(file)),
            form =>
            {
                Assert.Matches("\\bmethod=\"(get|post)\"", form.Value);
                Assert.Matches("\\b(asp-page|action)=\"[^\"]+\"", form.Value);
            }
        );

    [Theory]
    [MemberData(nameof(Views))]
    public void No_view_has_inline_script_style_or_handlers(string file)
    {
        var text = SourceTree.Read(file);
        Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", text);
        Assert.DoesNotMatch("<style\\b", text);
        Assert.DoesNotMatch("\\sstyle=", text);
        Assert.DoesNotMatch("\\son[a-z]+=", text);
        Assert.DoesNotMatch("\\bhx-(on|vals=['\"]js:|boost)", text);
        Assert.DoesNotContain("javascript:", text, StringComparison.OrdinalIgnoreCase);
    }

    // The page takes its layout from what in-dialog sends along.
    [Theory]
    [MemberData(nameof(Views))]
    public void A_link_into_the_dialog_says_so(string file) =>
        Assert.DoesNotMatch("<a [^\\n]*hx-target=\"#dialog-content\"", SourceTree.Read(file));

    // Razor leaves an attribute out when its value is null, except data- attributes.
    [Theory]
    [MemberData(nameof(Views))]
    public void No_data_attribute_is_left_out_by_null(string file) =>
        Assert.DoesNotMatch("\\bdata-[a-z-]+=\"@\\([^\\n\"]*\\? (null\\b|\"\" : null)", SourceTree.Read(file));

    [Theory]
    [MemberData(nameof(Views))]
    public void No_view_writes_text_that_is_not_encoded(string file) =>
        Assert.DoesNotContain("Html.Raw", SourceTree.Read(file), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_htmx_link_and_form_also_works_without(string file)
    {
        foreach (Match tag in Tags().Matches(SourceTree.Read(file)))
        {
            if (tag.Value.Contains("hx-post", StringComparison.Ordinal))
                Assert.Matches("^<form", tag.Value);
            if (
                tag.Value.StartsWith("<a ", StringComparison.Ordinal)
                && tag.Value.Contains("hx-get", StringComparison.Ordinal)
            )
                Assert.Matches("\\b(asp-page|href)=", tag.Value);
        }
    }

    [Theory, MemberData(nameof(Views))]
    public void A_form_that_htmx_posts_replaces_an_element_with_an_id_as_a_whole_or_stays_in_the_dialog(string file)
    {
        // So the question for the password, which comes in the dialog, knows where the outcome belongs.
        foreach (Match tag in Tags().Matches(SourceTree.Read(file)))
        {
            if (
                !tag.Value.Contains("hx-post", StringComparison.Ordinal)
                || Target().Match(tag.Value) is not { Success: true } target
            )
                continue;
            Assert.True(
                target.Groups[1].Value[0] is '#' or '@' || tag.Value.Contains(" id=\"", StringComparison.Ordinal),
                tag.Value
            );
            Assert.Contains("outerHTML", tag.Value);
        }
    }

    [Theory, MemberData(nameof(Views))]
    public void A_form_without_its_tag_helper_brings_its_token(string file)
    {
        foreach (Match tag in PlainForms().Matches(SourceTree.Read(file)))
            Assert.EndsWith("@Html.AntiForgeryToken()", tag.Value);
    }

    [Fact]
    public void There_are_views_to_look_at() => Assert.True(Views.Count > 20);

    [GeneratedRegex("<!?form(?=[ >])[^>]*>")]
    private static partial Regex Forms();

    [GeneratedRegex("<!form\\b[^>]*>.{0,24}")]
    private static partial Regex PlainForms();

    [GeneratedRegex("<[a-z]+\\b[^>]*\\bhx-(get|post)\\b[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("hx-target=\"([^\"]+)\"")]
    private static partial Regex Target();
}
