using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>&lt;code text="…"&gt;: a configuration text, to the letter, with comments, keys and strings coloured.</summary>
[HtmlTargetElement("code", Attributes = "text")]
public sealed partial class CodeTagHelper : TagHelper
{
    public string Text { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.Clear();
        var done = 0;
        foreach (Match match in Token().Matches(Text))
        {
            output.Content.Append(Text[done..match.Index]);
            var kind = match.Groups["comment"].Success ? "c-com" : match.Groups["key"].Success ? "c-key" : "c-str";
            output.Content.AppendHtml($"<i class=\"{kind}\">").Append(match.Value).AppendHtml("</i>");
            done = match.Index + match.Length;
        }
        output.Content.Append(Text[done..]);
    }

    [GeneratedRegex("""(?<comment>(?<=^ *)#.*$)|(?<key>(?<=^ *)("[\w.-]+"|[a-zA-Z_][\w.-]*)(?= *[:={]))|(?<string>"[^"\n]*")""", RegexOptions.Multiline)]
    private static partial Regex Token();
}
