using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ClearSettings.Web.Html;

/// <summary>
/// &lt;code text="…"&gt;: a configuration text, unchanged and coloured: comments, keys, strings, numbers and variables.
/// </summary>
[HtmlTargetElement("code", Attributes = "text")]
public sealed partial class CodeTagHelper : TagHelper
{
    private static readonly string[] Kinds = ["com", "key", "str", "num", "var"];

    public string Text { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.Clear();
        var done = 0;
        foreach (Match match in Token().Matches(Text))
        {
            output.Content.Append(Text[done..match.Index]);
            var kind = Kinds.First(k => match.Groups[k].Success);
            output.Content.AppendHtml($"<i class=\"c-{kind}\">").Append(match.Value).AppendHtml("</i>");
            done = match.Index + match.Length;
        }
        output.Content.Append(Text[done..]);
    }

    private const string Comment = """(?<com>(?<=^|[\s,{}\[\]])#.*$)""";

    private const string Key =
        """(?<key>(?=["a-zA-Z_])(?<=(^|[{,])[ \t]*)(?>"[^"\n]+"|[a-zA-Z_][\w.-]*)(?=[ \t]*(\+?=|[:{])))""";

    private const string String = """(?<str>"[^"\n]*")""";

    private const string NumberOrBoolean =
        """(?<num>(?=[-0-9tf])(?<=[=:\[,][ \t]*)(?>-?\d+(\.\d+)?|true|false)(?=[ \t]*([,\]}#]|$)))""";

    private const string Variable = """(?<var>\$\{[^${}\n]*\})""";

    // Nothing is tried twice (the groups are atomic), so the work grows with the text.
    [GeneratedRegex(
        Comment + "|" + Key + "|" + String + "|" + NumberOrBoolean + "|" + Variable,
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Token();
}
