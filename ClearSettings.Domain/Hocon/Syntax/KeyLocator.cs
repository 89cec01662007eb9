namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Finds the key that a value was written behind. Values know only their own place, since most messages are about them.
/// </summary>
internal static class KeyLocator
{
    /// <summary>
    /// The key, or the path of keys, on the line where the value starts: <c>agent.worker_id</c> of <c>agent.worker_id =
    /// 7</c>; the value itself where no key stands before it.
    /// </summary>
    public static Span Find(Origin origin)
    {
        if (origin.Document is not { } document)
            return origin.Span;
        var text = document.Source.Text.AsSpan();
        var end = Before(text, Math.Min(origin.Span.Start, text.Length));
        if (end > 0 && text[end - 1] is '=' or ':')
            end = Before(text, end - (end > 1 && text[end - 2] == '+' ? 2 : 1));
        else if (origin.Span.Start >= text.Length || text[origin.Span.Start] != '{')
            return origin.Span;
        var start = end;
        while (start > 0 && Start(text, start) is var before && before < start)
            start = before;
        return start < end ? new Span(start, end) : origin.Span;
    }

    // One step to the left within a key: over a quoted part, or over a character that can stand in an unquoted one.
    private static int Start(ReadOnlySpan<char> text, int at)
    {
        var last = text[at - 1];
        if (last is '"' or '\'')
            return text[..(at - 1)].LastIndexOf(last) is >= 0 and var open && text[open..at].IndexOf('\n') < 0
                ? open
                : at;
        return char.IsWhiteSpace(last) || last is '{' or '}' or '[' or ']' or ',' or '=' or ':' or '#' ? at : at - 1;
    }

    private static int Before(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
            at--;
        return at;
    }
}
