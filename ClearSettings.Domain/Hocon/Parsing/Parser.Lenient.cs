namespace ClearSettings.Domain.Hocon;

/// <summary>What the ClearML dialect forgives, each with a warning.</summary>
internal sealed partial class Parser
{
    /// <summary>
    /// The word after a container begins a new field whose comma is missing: it is read again as a key.
    /// </summary>
    private bool EndsBefore(bool afterText)
    {
        if (_token.Kind is not (TokenKind.Text or TokenKind.Quoted))
            return false;
        if ((afterText || _pieces[^1] is not (ObjectNode or ListNode)) && !IsQuotedKey())
            return false;
        if (_inList)
            return true;
        _lexer.InValue = false;
        if (_token.Kind != TokenKind.Text)
            return true;
        _lexer.Position = _token.Start;
        Advance();
        return true;
    }

    /// <summary>A string in quotes with a colon behind it, where a value stands: <c>{ "a": 1 "b": 2 }</c>.</summary>
    private bool IsQuotedKey() =>
        _token.Kind == TokenKind.Quoted && !_inList && _text.AsSpan(_token.End).TrimStart(' ').StartsWith(":");

    private void WarnAboutText(ReadOnlySpan<char> text, Span span)
    {
        var colon = text.IndexOf(':');
        var slashes = text.IndexOf("//");
        if (colon < 0 && slashes < 0)
            return;
        if (
            colon >= 0
            && text[..colon].IsWhiteSpace()
            && _pieces.Count > 1
            && _pieces[^2] is ScalarNode { Kind: ScalarKind.Quoted } key
        )
        {
            ReportMisplacedColon(span.Start + colon, key);
            return;
        }
        var at = span.Start + (colon >= 0 ? colon : slashes);
        var (code, what) = colon >= 0 ? ("unquoted-colon", "A colon") : ("unquoted-slashes", "//");
        _findings.Warning(
            code,
            new Span(at, at + (colon >= 0 ? 1 : 2)),
            $"{what} is in text without quotes; other HOCON parsers reject it or read a comment.",
            $"Put the value in quotes: \"{Shorten(text.Trim().ToString())}\"."
        );
    }

    private void ReportMisplacedColon(int at, ScalarNode key) =>
        _findings.Error(
            "misplaced-colon",
            new Span(at, at + 1),
            $"A colon follows {Shorten(_source.Slice(key.Span))}, but no key is expected here.",
            "Put { } around the key and its value, or the whole value in quotes."
        );

    private static readonly (string Name, ScalarKind Kind)[] Words =
    [
        ("true", ScalarKind.Boolean),
        ("false", ScalarKind.Boolean),
        ("null", ScalarKind.Null),
    ];

    /// <summary>A whole value that is a word: the clients read True, FALSE and Null as boolean and null.</summary>
    private ScalarNode Forgive(ScalarNode word)
    {
        var text = _text.AsSpan(word.Span.Start, word.Span.Length);
        foreach (var (name, kind) in Words)
        {
            if (!text.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            _findings.Warning(
                "capital-word",
                word.Span,
                $"{text} is read as {name}, but in the specification it is a string.",
                $"Write {name}, or \"{text}\" for the string."
            );
            return new ScalarNode(kind, name, word.Span);
        }
        if (LooksLikeNumber(text))
            _findings.Warning(
                "not-a-number",
                word.Span,
                $"{text} is not a number in HOCON and is read as a string.",
                "Write it as a number without a leading zero and with digits on both sides of the point, or in "
                    + $"quotes: \"{text}\"."
            );
        return word;
    }

    private static bool LooksLikeNumber(ReadOnlySpan<char> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        return digits.IndexOfAnyInRange('0', '9') >= 0
            && digits.IndexOfAnyExcept("0123456789.") < 0
            && digits.Count('.') <= 1;
    }

    /// <summary>Nothing stands between the separator and the next field or the end: <c>a =</c>.</summary>
    private bool IsEmptyValue() =>
        _token.Kind switch
        {
            TokenKind.Comma or TokenKind.CloseBrace or TokenKind.End => true,
            TokenKind.Newline => NextLineIsField(_lexer.Position),
            _ => false,
        };

    private bool NextLineIsField(int at)
    {
        if (at >= _text.Length || _text[at] is '}' or ',')
            return true;
        if (_text[at] is '{' or '[' or '$')
            return false;
        var end = at;
        while (
            end < _text.Length
            && _text[end] is not ('=' or ':' or '{' or '\n' or '#' or '[' or ']' or '}' or ',' or '$')
        )
        {
            end = _text[end] == '"' ? EndOfQuotes(end) : end + 1;
        }
        if (end >= _text.Length)
            return false;
        return _text[end] is '=' or '{' || (_text[end] == ':' && !_text.AsSpan(end).StartsWith("://"));
    }

    /// <summary>Behind the closing quote, or at the end of the line when there is none on it.</summary>
    private int EndOfQuotes(int at)
    {
        for (at++; at < _text.Length && _text[at] is not ('"' or '\n'); at++)
        {
            if (_text[at] == '\\' && at + 1 < _text.Length && _text[at + 1] != '\n')
                at++;
        }
        return at < _text.Length && _text[at] == '"' ? at + 1 : at;
    }

    private void ExtraComma()
    {
        if (_lenient)
            _findings.Warning(
                "extra-comma",
                GetTokenSpan(),
                "There is nothing before this comma.",
                "Remove the comma."
            );
        else
            _findings.Error("extra-comma", GetTokenSpan(), "There is nothing before this comma.", "Remove the comma.");
    }
}
