namespace ClearSettings.Domain.Hocon;

/// <summary>Which comments belong to which field.</summary>
internal sealed partial class Parser
{
    private int _attached;

    /// <summary>The comments on the lines directly above an offset.</summary>
    private IReadOnlyList<Comment> CommentsBefore(int offset)
    {
        var comments = _lexer.Comments;
        var first = comments.Count;
        for (var below = offset; first > _attached && IsLineAbove(comments[first - 1].Span.End, below); first--)
            below = comments[first - 1].Span.Start;
        // Of what is passed here nothing can belong to a later field, which is further below.
        _attached = comments.Count;
        return first == comments.Count ? [] : comments.GetRange(first, comments.Count - first);
    }

    private bool IsLineAbove(int end, int start)
    {
        var gap = _text.AsSpan(end, start - end);
        return gap.Count('\n') == 1 && gap.IsWhiteSpace();
    }

    /// <summary>The comment behind an offset on its line; a comma may stand between.</summary>
    private Comment? CommentBehind(int offset)
    {
        var comments = _lexer.Comments;
        var next = comments.Count;
        while (next > _attached && comments[next - 1].Span.Start >= offset)
            next--;
        if (next == comments.Count)
            return null;
        var gap = _text.AsSpan(offset, comments[next].Span.Start - offset);
        if (gap.Contains('\n') || !gap.Trim().TrimStart(',').IsEmpty)
            return null;
        _attached = next + 1;
        return comments[next];
    }
}
