namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Gives each field of a YAML tree its comments: those on the lines directly above and the one behind it.
/// </summary>
internal static class YamlComments
{
    public static void Attach(Node root, List<Comment> comments, string text)
    {
        if (comments.Count == 0)
            return;
        comments.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
        var next = 0;
        Walk(root, comments, ref next, text);
    }

    private static void Walk(Node node, List<Comment> comments, ref int next, string text)
    {
        if (node is ListNode list)
        {
            foreach (var item in list.Items)
                Walk(item, comments, ref next, text);
        }
        if (node is not ObjectNode value)
            return;
        foreach (var field in value.Fields)
        {
            var first = next;
            while (next < comments.Count && comments[next].Span.Start < field.Span.Start)
                next++;
            field.CommentsBefore = Above(comments, first, next, field.Span.Start, text);
            Walk(field.Value, comments, ref next, text);
            if (next < comments.Count && IsBehind(comments[next], field.Span.End, text))
                field.CommentAfter = comments[next++];
        }
    }

    private static List<Comment> Above(List<Comment> comments, int first, int end, int start, string text)
    {
        var begin = end;
        for (var below = start; begin > first && IsLineAbove(comments[begin - 1].Span.End, below, text); begin--)
            below = comments[begin - 1].Span.Start;
        return comments.GetRange(begin, end - begin);
    }

    private static bool IsLineAbove(int end, int start, string text)
    {
        var gap = text.AsSpan(end, Math.Max(0, start - end));
        return gap.Count('\n') == 1 && gap.Trim(" \t\r\n-").IsEmpty;
    }

    private static bool IsBehind(Comment comment, int end, string text) =>
        comment.Span.Start >= end
        && text.AsSpan(end, comment.Span.Start - end) is var gap
        && !gap.Contains('\n')
        && gap.Trim(" \t,").IsEmpty;
}
