using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Reads one text by recursive descent with one token of look-ahead; nesting is counted, so the stack is safe.
/// After an error it skips to the end of the element and goes on.</summary>
internal sealed partial class Parser
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly ParseOptions _options;
    private readonly FindingList _findings;
    private readonly Lexer _lexer;
    private readonly bool _lenient;
    private readonly int _includeDepth;
    private readonly List<Node> _pieces = [];
    private readonly List<MemberNode> _members = [];
    private readonly StringPool _strings = new();
    private Token _token;
    private int _depth;
    private int _nodes;
    private bool _stopped;

    public Parser(string text, ParseOptions options, int includeDepth = 0)
    {
        (_text, _options, _includeDepth) = (text, options, includeDepth);
        _lenient = options.Dialect == Dialect.ClearML;
        _source = new SourceText(text, options.Name);
        _findings = new FindingList(_source, options.Limits.MaxFindings);
        _lexer = new Lexer(text, options.Dialect, _findings);
    }

    private Limits Limits => _options.Limits;

    public Document Read()
    {
        if (_lenient && _text.StartsWith('\uFEFF'))
            _findings.Warning(
                ClientFile.ByteOrderMark,
                new Span(0, 1),
                "The text begins with a byte order mark (U+FEFF); clients reject such a file.",
                "Save it as UTF-8 without a byte order mark."
            );
        var root =
            TooLarge() ? new ObjectNode([], false, new Span(0, 0))
            : _options.Dialect == Dialect.Json ? JsonRoot()
            : Root();
        return new Document(_source, _options.Dialect, root, _findings.Finish(), _lexer.Comments);
    }

    /// <summary>The elements of a path that stands alone; null with the first error when it is none.</summary>
    public static PathElement[]? ParsePath(string text, out Finding? finding)
    {
        var parser = new Parser(text, new ParseOptions { Dialect = Dialect.Strict, Name = "path" });
        parser.Advance();
        var path = parser.Path();
        if (parser._token.Kind != TokenKind.End)
            parser._findings.Error(
                "bad-path",
                parser.GetTokenSpan(),
                $"{parser.Describe(parser._token)} is not allowed in a path.",
                "Put the key in quotes."
            );
        else if (path is null)
            parser._findings.Error("bad-path", new Span(0, 0), "A path needs at least one key.", null);
        finding = parser._findings.Finish().FirstOrDefault(f => f.Severity == Severity.Error);
        return finding is null ? path : null;
    }

    private bool TooLarge()
    {
        if (_text.Length <= Limits.MaxBytes / 3)
            return false;
        var bytes = Encoding.UTF8.GetByteCount(_text);
        if (bytes <= Limits.MaxBytes)
            return false;
        _findings.Error(
            "too-large",
            new Span(0, 0),
            $"The text has {bytes:N0} bytes; the limit is {Limits.MaxBytes:N0}.",
            "Split it or remove what is not needed."
        );
        return true;
    }

    private Node Root()
    {
        Advance();
        SkipNewlines(inValue: false);
        if (_token.Kind is not (TokenKind.OpenBrace or TokenKind.OpenBracket))
            return new ObjectNode(Members(null), false, new Span(0, _text.Length));
        Node root = _token.Kind == TokenKind.OpenBrace ? Object(afterwardsInValue: false) : List();
        SkipNewlines(inValue: false);
        if (_lenient && _token.Kind == TokenKind.Comma)
        {
            ExtraComma();
            Advance();
            SkipNewlines(inValue: false);
        }
        if (_token.Kind != TokenKind.End)
            _findings.Error(
                "text-after-root",
                GetTokenSpan(),
                $"{Describe(_token)} is after the end of the document.",
                "Move it inside, or remove the brackets around the rest."
            );
        return root;
    }

    private void Advance() => _token = _stopped ? new Token(TokenKind.End, _text.Length, _text.Length) : _lexer.Next();

    private bool SkipNewlines(bool inValue)
    {
        if (_token.Kind != TokenKind.Newline)
            return false;
        _lexer.InValue = inValue;
        Advance();
        return true;
    }

    /// <summary>Skips the rest of a broken element without further complaints.</summary>
    private void SkipElement()
    {
        _findings.Quiet = true;
        for (var nested = 0; _token.Kind != TokenKind.End; Advance())
        {
            if (_token.Kind is TokenKind.Comma or TokenKind.Newline && nested == 0)
                break;
            if (_token.Kind is TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.OpenReference)
                nested++;
            else if (_token.Kind is TokenKind.CloseBrace or TokenKind.CloseBracket && --nested < 0)
                break;
        }
        _findings.Quiet = _stopped;
    }

    /// <summary>Counts one more node; breaking a limit ends the parse.</summary>
    private T Counted<T>(T node)
        where T : Node
    {
        if (++_nodes > Limits.MaxNodes)
            Stop("too-many-nodes", node.Span, $"The document has more than {Limits.MaxNodes:N0} values.");
        return node;
    }

    private bool Enter(int levels, Span span)
    {
        _depth += levels;
        if (_depth > Limits.MaxDepth)
            Stop("too-deep", span, $"Values are nested deeper than {Limits.MaxDepth} levels.");
        return !_stopped;
    }

    private void Stop(string code, Span span, string message, string? fix = null)
    {
        if (_stopped)
            return;
        _findings.Error(code, span, message, fix);
        _stopped = _findings.Quiet = true;
        _token = new Token(TokenKind.End, _text.Length, _text.Length);
    }

    /// <summary>
    /// Of a bracket that is never closed: told where it is missed. After another error inside it is a consequence.
    /// </summary>
    private void Unclosed(string code, Span open, string fix)
    {
        _findings.Error(
            code,
            GetTokenSpan(),
            $"The {_text[open.Start]} at {_source.GetPosition(open.Start)} is never closed.",
            fix
        );
    }

    /// <summary>Stands for a value that could not be read.</summary>
    private static ScalarNode Missing(Span at) => new(ScalarKind.Null, "null", at);

    private Span GetTokenSpan() =>
        _token.Kind == TokenKind.Newline ? new Span(_token.Start, _token.Start) : new Span(_token.Start, _token.End);

    private string Describe(Token token) =>
        token.Kind switch
        {
            TokenKind.End => "The end of the text",
            TokenKind.Newline => "The end of the line",
            _ => token.End - token.Start > 40
                ? $"The text {_text.AsSpan(token.Start, 40)}…"
                : $"The text {_text.AsSpan(token.Start, token.End - token.Start)}",
        };
}
