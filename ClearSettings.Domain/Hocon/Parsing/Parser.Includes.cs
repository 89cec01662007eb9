namespace ClearSettings.Domain.Hocon;

/// <summary>Includes: <c>include "x"</c>, <c>include file("x")</c>, <c>include required(url("x"))</c>.</summary>
internal sealed partial class Parser
{
    private const int MaxIncludeDepth = 16;

    private bool IsInclude()
    {
        if (
            _token.Kind != TokenKind.Text
            || !_text.AsSpan(_token.Start, _token.End - _token.Start).SequenceEqual("include")
        )
            return false;
        if (!_lenient)
            return true;
        var rest = _text.AsSpan(_token.End).TrimStart();
        if (rest.IsEmpty || rest[0] is not ('=' or ':' or '+' or '{'))
            return true;
        _findings.Warning(
            "include-as-key",
            GetTokenSpan(),
            "include is a HOCON keyword; here it is read as a key.",
            "Write it in quotes: \"include\"."
        );
        return false;
    }

    private IncludeNode? Include()
    {
        var start = _token.Start;
        var at = _token.End;
        var required = ReadWord(ref at, "required(");
        var kind = ReadKind(ref at);
        SkipSpace(ref at);
        _lexer.Position = at;
        Advance();
        var name = _token;
        at = name.End;
        var closed = SkipEnd(name, kind, required, ref at);
        var span = new Span(start, at);
        if (!closed)
        {
            if (name.Kind != TokenKind.Bad)
                ReportUnquotedName(span, name);
            SkipElement();
            return null;
        }
        _lexer.Position = at;
        Advance();
        var request = new IncludeRequest(kind, Content(name), required, _source.Name);
        CheckUrl(request, span);
        return Counted(Included(request, span));
    }

    private IncludeKind ReadKind(ref int at) =>
        ReadWord(ref at, "file(") ? IncludeKind.File
        : ReadWord(ref at, "url(") ? IncludeKind.Url
        : ReadWord(ref at, "classpath(") ? IncludeKind.Classpath
        : IncludeKind.Heuristic;

    /// <summary>The parentheses behind the name. False when there is no name in quotes, or one is missing.</summary>
    private bool SkipEnd(Token name, IncludeKind kind, bool required, ref int at)
    {
        var closed = name.Kind is TokenKind.Quoted or TokenKind.TripleQuoted;
        if (closed && kind != IncludeKind.Heuristic)
            closed = ReadWord(ref at, ")");
        if (closed && required)
            closed = ReadWord(ref at, ")");
        return closed;
    }

    private void ReportUnquotedName(Span include, Token name) =>
        _findings.Error(
            "bad-include",
            name.Kind == TokenKind.Quoted ? include : new Span(include.Start, name.Start),
            "The name of an include must be in quotes: include \"name\" or include file(\"name\"), with no space "
                + "before the parenthesis.",
            "Write the name in quotes, or \"include\" in quotes if it is a key."
        );

    private void CheckUrl(IncludeRequest request, Span span)
    {
        if (request.Kind == IncludeKind.Url && !IsUrl(request.Name))
            _findings.Error(
                "bad-include",
                span,
                "The address of this include is not a URL.",
                "Write a URL such as https://host/path."
            );
    }

    private static bool IsUrl(string name) =>
        name.IndexOf(':') is > 0 and var colon && name[..colon] is "http" or "https" or "ftp" or "file" or "jar";

    private bool ReadWord(ref int at, string word)
    {
        var from = at;
        SkipSpace(ref from);
        if (!_text.AsSpan(from).StartsWith(word, StringComparison.Ordinal))
            return false;
        at = from + word.Length;
        return true;
    }

    private void SkipSpace(ref int at)
    {
        while (at < _text.Length && (_text[at] == '\n' || Lexer.IsWhiteSpace(_text[at])))
            at++;
    }

    private IncludeNode Included(IncludeRequest request, Span span)
    {
        if (_options.IncludeResolver is not { } resolver)
            _findings.Error(
                "include-refused",
                span,
                "This document cannot include other files.",
                "Write the included settings here."
            );
        else if (_includeDepth >= MaxIncludeDepth)
            _findings.Error(
                "include-depth",
                span,
                $"Includes are nested deeper than {MaxIncludeDepth} levels; a file may include itself.",
                null
            );
        else if (Find(resolver, request, span) is { } texts)
            return new IncludeNode(request, texts.Select(t => Included(t, span)).OfType<Document>().ToList(), span);
        return new IncludeNode(request, [], span);
    }

    private IReadOnlyList<IncludedText>? Find(IIncludeResolver resolver, IncludeRequest request, Span span)
    {
        var texts = TryFind(resolver, request, span);
        if (texts is { Count: 0 } && request.Required)
            _findings.Error(
                "include-missing",
                span,
                $"The required file {request.Name} was not found.",
                "Correct its name, or remove required()."
            );
        return texts;
    }

    private IReadOnlyList<IncludedText>? TryFind(IIncludeResolver resolver, IncludeRequest request, Span span)
    {
        try
        {
            return resolver.Find(request);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HoconException)
        {
            _findings.Error("include-failed", span, $"The file {request.Name} could not be read: {e.Message}", null);
            return null;
        }
    }

    private Document? Included(IncludedText text, Span span)
    {
        var options = _options with { Name = text.Name, Dialect = text.Dialect ?? _options.Dialect };
        var document = new Parser(text.Text, options, _includeDepth + 1).Read();
        if (document.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
            _findings.Error(
                "include-broken",
                span,
                $"The included file {text.Name} has an error: {error.Start}: {error.Message}",
                error.Fix
            );
        else if (document.Root is not ObjectNode)
            _findings.Error(
                "include-no-object",
                span,
                $"The included file {text.Name} has no object at its root.",
                null
            );
        else
            return document;
        return null;
    }
}
