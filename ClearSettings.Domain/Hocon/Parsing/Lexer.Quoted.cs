using System.Buffers;

namespace ClearSettings.Domain.Hocon;

/// <summary>Strings in quotes.</summary>
internal sealed partial class Lexer
{
    private static readonly SearchValues<char> QuotedStops = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(c => (char)c),
        '"',
        '\\',
    ]);

    private Token Quoted()
    {
        var start = Position++;
        if (!_json && text.AsSpan(start).StartsWith("\"\"\"", StringComparison.Ordinal))
            return TripleQuoted(start);
        var escaped = false;
        var broken = false;
        while (true)
        {
            SkipTo(QuotedStops);
            if (Position >= text.Length || text[Position] == '\n')
                return Unclosed(start);
            var c = text[Position];
            if (c == '"')
                break;
            if (c == '\\')
            {
                if (IsContinuation(Position))
                    return ContinuedString(start);
                escaped = true;
                broken |= !Escape();
            }
            else
                broken |= !Control();
        }
        Position++;
        return new Token(broken ? TokenKind.Bad : TokenKind.Quoted, start, Position, escaped);
    }

    private Token TripleQuoted(int start)
    {
        var end = text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal);
        if (end < 0)
        {
            Position = text.Length;
            findings.Error(
                "unclosed-string",
                new Span(Position, Position),
                $"The string that begins at {findings.GetPosition(start)} with three quotes is never closed.",
                "Put \"\"\" after its last character."
            );
            return new Token(TokenKind.Bad, start, Position);
        }
        for (end += 3; end < text.Length && text[end] == '"'; end++) { }
        Position = end;
        WarnAboutControlCharacters(start, end);
        return new Token(TokenKind.TripleQuoted, start, end);
    }

    /// <summary>Of NUL and its like, which the specification allows here but no one sees or means.</summary>
    private void WarnAboutControlCharacters(int start, int end)
    {
        var at = text.AsSpan(start, end - start).IndexOfAny(Controls);
        if (at < 0)
            return;
        var span = new Span(start + at, start + at + 1);
        findings.Warning(
            "raw-control",
            span,
            $"An invisible control character (code {(int)text[span.Start]}) is in this value.",
            "Remove it."
        );
    }

    private Token Unclosed(int start)
    {
        findings.Error(
            "unclosed-string",
            new Span(start, Position),
            "The string that begins here has no closing quote on its line.",
            "Close it with \", or use \"\"\" for text of several lines."
        );
        return new Token(TokenKind.Bad, start, Position);
    }

    /// <summary>A raw control character, by now no line feed.</summary>
    private bool Control()
    {
        var span = new Span(Position, ++Position);
        var code = (int)text[span.Start];
        var fix = $"Write {(code == '\t' ? "\\t" : $"\\u{code:X4}")} instead.";
        if (_lenient)
            findings.Warning("raw-control", span, $"A raw control character (code {code}) is in a string.", fix);
        else
            findings.Error(
                "raw-control",
                span,
                $"A control character (code {code}) is not allowed unescaped in a string.",
                fix
            );
        return _lenient;
    }

    private bool Escape()
    {
        var at = Position++;
        if (Position >= text.Length)
            return true;
        var c = text[Position++];
        if (c is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't')
            return true;
        if (c == 'u')
            return UnicodeEscape(at);
        if (!_lenient)
            return BadEscape(at, Position);
        findings.Warning(
            "unknown-escape",
            new Span(at, Position),
            $"\\{c} is not an escape sequence; "
                + $"{(Escapes.IsDropped(c) ? "the backslash is dropped" : "it is kept as written")}.",
            $"Write \\\\{c} for a backslash, or {c} alone."
        );
        return true;
    }

    private bool UnicodeEscape(int at)
    {
        var digits = 0;
        while (digits < 4 && Position < text.Length && char.IsAsciiHexDigit(text[Position]))
            (digits, Position) = (digits + 1, Position + 1);
        if (digits < 4 && _lenient)
        {
            // A Windows path such as "C:\users": the clients keep it.
            Position = at + 2;
            findings.Warning(
                "bad-unicode-escape",
                new Span(at, Position),
                "\\u without four hexadecimal digits is not an escape sequence; it is kept as written.",
                "Write \\\\u for a backslash and a u."
            );
            return true;
        }
        if (digits < 4)
        {
            findings.Error("bad-unicode-escape", new Span(at, Position), "\\u needs four hexadecimal digits.", null);
            return false;
        }
        return !_json || PairedSurrogate(at);
    }

    /// <summary>RFC 8259 text is Unicode: half a surrogate pair is no character.</summary>
    private bool PairedSurrogate(int at)
    {
        var unit = Escapes.Unit(text, at);
        if (!char.IsSurrogate(unit))
            return true;
        if (
            char.IsHighSurrogate(unit)
            && Position + 5 < text.Length
            && text[Position] == '\\'
            && text[Position + 1] == 'u'
            && char.IsLowSurrogate(Escapes.Unit(text, Position))
        )
        {
            Position += 6;
            return true;
        }
        findings.Error(
            "lone-surrogate",
            new Span(at, Position),
            "This escape is half of a surrogate pair; the other half is missing.",
            null
        );
        return false;
    }

    /// <summary>A backslash at the end of a line, as other languages continue one.</summary>
    private bool IsContinuation(int at)
    {
        for (at++; at < text.Length && text[at] is ' ' or '\t' or '\r'; at++) { }
        return at < text.Length && text[at] == '\n';
    }

    /// <summary>
    /// Goes on behind the line end as if the value continued there, so that the next line is not complained about.
    /// </summary>
    private void Continuation(int at)
    {
        findings.Error(
            "line-continuation",
            new Span(at, at + 1),
            $"This backslash does not continue the value on the next line; {(_json ? "JSON" : "HOCON")} has no way "
                + "to do that.",
            _json
                ? "Write the value on one line."
                : "Write the value on one line, or put text of several lines between \"\"\" and \"\"\"."
        );
        Position = text.IndexOf('\n', at) + 1;
    }

    private Token ContinuedString(int start)
    {
        while (Position < text.Length && text[Position] is not ('"' or '\n'))
        {
            if (text[Position] == '\\' && IsContinuation(Position))
                Continuation(Position);
            else
                Position += text[Position] == '\\' && Position + 1 < text.Length ? 2 : 1;
        }
        if (Position < text.Length && text[Position] == '"')
            Position++;
        return new Token(TokenKind.Bad, start, Position);
    }

    private bool BadEscape(int at, int end)
    {
        findings.Error(
            "unknown-escape",
            new Span(at, end),
            $"{text[at..end]} is no escape.",
            "Write \\\\ for a backslash."
        );
        return false;
    }
}
