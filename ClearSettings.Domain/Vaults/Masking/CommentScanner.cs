using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds settings in comments. A value that goes on in the comment lines below (a block, brackets, a continued line) is
/// hidden with them.
/// </summary>
internal static class CommentScanner
{
    public static void Scan(Document document, MaskBudget budget, List<Span> found)
    {
        var (text, comments) = (document.Source.Text, document.Comments);
        for (var i = 0; i < comments.Count; i++)
        {
            var view = MaskView.Raw(text, comments[i].Span.Start, comments[i].Span.End);
            var scanner = new SettingScanner(view, budget, found);
            scanner.Scan(ValueExtent.Line, folds: false);
            if (scanner.LastValue < 0)
                continue;
            var end = EndOf(text.AsSpan(scanner.LastValue, view.To - scanner.LastValue).Trim());
            for (
                var depth = Indent(text, comments[i].Span);
                end is not null && i + 1 < comments.Count && GoesOn(text, comments[i], comments[i + 1], end, depth);
                i++
            )
            {
                var line = comments[i + 1].Span;
                found.Add(line with { Start = line.Start + Indent(text, line) });
                if (
                    end == "\\"
                        ? text[line.End - 1] != '\\'
                        : end.Length > 0 && text.AsSpan(line.Start, line.Length).Contains(end, StringComparison.Ordinal)
                )
                    end = null;
            }
        }
    }

    /// <summary>
    /// What ends a value that is not complete: a bracket, three quotes, "\" for the line after the last that is
    /// continued, "" for less indentation; null when it is complete.
    /// </summary>
    private static string? EndOf(ReadOnlySpan<char> value) =>
        value switch
        {
            [] or ['|' or '>'] or ['|' or '>', '-' or '+'] => "",
            [.., '\\'] => "\\",
            ['{', .. var inner] when !inner.Contains('}') => "}",
            ['[', .. var inner] when !inner.Contains(']') => "]",
            ['"', '"', '"', .. var inner] when inner.IndexOf("\"\"\"") < 0 => "\"\"\"",
            _ => null,
        };

    private static bool GoesOn(string text, Comment comment, Comment next, string end, int depth)
    {
        var gap = text.AsSpan(comment.Span.End, next.Span.Start - comment.Span.End);
        return gap.Count('\n') == 1 && gap.IsWhiteSpace() && (end.Length > 0 || Indent(text, next.Span) > depth);
    }

    /// <summary>The number of characters from the sign of a comment to its first word.</summary>
    private static int Indent(string text, Span comment)
    {
        var rest = text.AsSpan(comment.Start, comment.Length);
        return rest.Length - rest.TrimStart("#/").TrimStart().Length;
    }
}
