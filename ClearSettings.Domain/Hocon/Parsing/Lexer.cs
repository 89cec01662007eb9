using System.Buffers;

namespace ClearSettings.Domain.Hocon;

internal enum TokenKind : byte
{
    End,
    Newline,
    Comma,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Colon,
    Equals,
    PlusEquals,
    Quoted,
    TripleQuoted,
    Text,

    /// <summary><c>${</c> or <c>${?</c>; what follows are the tokens of its path.</summary>
    OpenReference,

    /// <summary>Something that is no token; it has been reported.</summary>
    Bad,
}

/// <param name="Escaped">A quoted string has escapes, a reference is optional.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int End, bool Escaped = false);

/// <summary>
/// Cuts a text into tokens, forward only. White space is the gap between two tokens; line ends with all that follows
/// them up to the next token, comments included, are one token.
/// </summary>
internal sealed partial class Lexer(string text, Dialect dialect, FindingList findings)
{
    private const string AsciiSpace = " \t\r\n\v\f\u001C\u001D\u001E\u001F";
    private const string TypographicSpace =
        "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F";
    private const string WhiteSpace = AsciiSpace + "\u00A0\u1680" + TypographicSpace + "\u3000\uFEFF";
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    private static readonly SearchValues<char> TextEnds = SearchValues.Create(WhiteSpace + Reserved + "/");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(
        (WhiteSpace + Reserved).Replace(":", "", StringComparison.Ordinal)
    );

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7F).Select(c => (char)c).Where(c => !WhiteSpace.Contains(c)),
    ]);

    private static readonly Dictionary<char, (string Code, string Message, string Fix)> ReservedCharacters = new()
    {
        ['\\'] = (
            "unquoted-backslash",
            "A backslash is not allowed in text without quotes.",
            "Put the value in quotes and write each backslash twice: \"C:\\\\tmp\"."
        ),
        ['$'] = (
            "lone-dollar",
            "A $ outside quotes must begin a substitution such as ${name}.",
            "Put the text in quotes."
        ),
        ['+'] = (
            "lone-plus",
            "A + outside quotes is allowed only in += and in numbers such as 1e+5.",
            "Put the text in quotes."
        ),
    };

    private readonly bool _json = dialect == Dialect.Json;
    private readonly bool _lenient = dialect == Dialect.ClearML;

    public string Text => text;

    public int Position { get; set; } = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>Set where a value is expected: the ClearML dialect then takes <c>:</c> and <c>//</c> as text.</summary>
    public bool InValue { get; set; }

    public List<Comment> Comments { get; } = [];

    public static bool IsWhiteSpace(char c) => c == ' ' || WhiteSpace.Contains(c);

    public Token Next()
    {
        var newline = SkipBlank();
        if (newline >= 0)
            return new Token(TokenKind.Newline, newline, newline + 1);
        if (Position >= text.Length)
            return new Token(TokenKind.End, text.Length, text.Length);
        var start = Position;
        return text[start] switch
        {
            '{' => One(TokenKind.OpenBrace),
            '}' => One(TokenKind.CloseBrace),
            '[' => One(TokenKind.OpenBracket),
            ']' => One(TokenKind.CloseBracket),
            ',' => One(TokenKind.Comma),
            ':' when !(_lenient && InValue) => One(TokenKind.Colon),
            '=' => One(TokenKind.Equals),
            '"' => Quoted(),
            '+' when start + 1 < text.Length && text[start + 1] == '=' => PlusEquals(),
            '$' when start + 1 < text.Length && text[start + 1] == '{' => OpenReference(),
            '$' or '+' or '`' or '^' or '?' or '!' or '@' or '*' or '&' or '\\' => ReservedCharacter(start),
            _ => Run(),
        };
    }

    /// <summary>Skips white space and comments; the offset of the first line end crossed, -1 for none.</summary>
    private int SkipBlank()
    {
        var newline = -1;
        for (; Position < text.Length; Position++)
        {
            var c = text[Position];
            if (c == '\n' && newline < 0 && !_json)
                newline = Position;
            else if (c is '#' || (c == '/' && Position + 1 < text.Length && text[Position + 1] == '/'))
                SkipComment();
            else if (!IsWhiteSpace(c) && c != '\n')
                break;
            else if (_lenient && c is not (' ' or '\t' or '\r' or '\n'))
                Position = SpecialSpaces(Position) - 1;
            else if (_json && c is not (' ' or '\t' or '\r' or '\n'))
                findings.Error(
                    "json-space",
                    new Span(Position, Position + 1),
                    $"The character U+{(int)c:X4} is not white space in JSON.",
                    "Use spaces."
                );
        }
        return newline;
    }

    /// <summary>White space of the specification that ClearML's clients do not take for any.</summary>
    /// <returns>The offset behind it.</returns>
    private int SpecialSpaces(int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] is not (' ' or '\t' or '\r' or '\n') && IsWhiteSpace(text[end]))
            end++;
        findings.Warning(
            ClientFile.SpecialSpace,
            new Span(start, end),
            $"The character U+{(int)text[start]:X4}{(text[start] == '\u00A0' ? " (no-break space)" : "")} is "
                + "outside quotes; clients reject a file that has one.",
            "Use ordinary spaces."
        );
        return end;
    }

    private void SkipComment()
    {
        var start = Position;
        var end = text.IndexOf('\n', start);
        if (end < 0)
            end = text.Length;
        Position = end - 1;
        if (end > start && text[end - 1] == '\r')
            end--;
        Comments.Add(new Comment(new Span(start, end)));
        if (_json)
            findings.Error(
                "json-comment",
                new Span(start, end),
                "JSON has no comments.",
                "Remove the comment or treat the text as HOCON."
            );
    }

    private Token One(TokenKind kind) => new(kind, Position, ++Position);

    private Token PlusEquals() => new(TokenKind.PlusEquals, Position, Position += 2);

    private Token OpenReference()
    {
        var start = Position;
        Position += 2;
        var optional = Position < text.Length && text[Position] == '?';
        if (optional)
            Position++;
        return new Token(TokenKind.OpenReference, start, Position, optional);
    }

    /// <summary>Text without quotes up to white space, a reserved character or a comment.</summary>
    private Token Run()
    {
        var start = Position;
        if (text[start] is '-' or (>= '0' and <= '9') && !SkipNumber())
            return ReservedCharacter(text.IndexOf('+', start));
        var ends = _lenient && InValue ? ValueEnds : TextEnds;
        while (true)
        {
            SkipTo(ends);
            if (Position >= text.Length || text[Position] != '/')
                break;
            if (Position + 1 < text.Length && text[Position + 1] == '/')
                break;
            Position++;
        }
        WarnAboutControlCharacters(start, Position);
        return new Token(TokenKind.Text, start, Position);
    }

    private void SkipTo(SearchValues<char> stops)
    {
        var length = text.AsSpan(Position).IndexOfAny(stops);
        Position = length < 0 ? text.Length : Position + length;
    }

    /// <summary>A plus sign is allowed in text only as a part of a number: 1e+5. False when it is none.</summary>
    private bool SkipNumber()
    {
        var start = Position;
        var plus = false;
        for (
            ;
            Position < text.Length && text[Position] is (>= '0' and <= '9') or '.' or 'e' or 'E' or '-' or '+';
            Position++
        )
            plus |= text[Position] == '+';
        return !plus || Numbers.IsNumber(text.AsSpan(start, Position - start));
    }

    private Token ReservedCharacter(int at)
    {
        Position = at + 1;
        if (char.IsHighSurrogate(text[at]) && Position < text.Length)
            Position++;
        var span = new Span(at, Position);
        var c = text[at];
        if (c == '\\' && IsContinuation(at))
            Continuation(at);
        else if (ReservedCharacters.TryGetValue(c, out var problem))
            findings.Error(problem.Code, span, problem.Message, problem.Fix);
        else
            findings.Error(
                "reserved-character",
                span,
                $"The character {c} is not allowed outside quotes.",
                "Put the text in quotes."
            );
        return new Token(TokenKind.Bad, at, Position);
    }
}
