using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>Keys, substitutions and their paths.</summary>
internal sealed partial class Parser
{
    private readonly List<PathElement> _path = [];
    private readonly StringBuilder _key = new();
    private int _keyStart;
    private int _keyEnd;
    private bool _keyQuoted;
    private bool _keyStarted;
    private bool _brokenPath;

    /// <summary>
    /// Reads tokens as a path and stays at the first that belongs to none; null when there is no token or a piece of
    /// the path is missing.
    /// </summary>
    private PathElement[]? Path()
    {
        var first = _token;
        _brokenPath = false;
        if (!IsPathToken(first))
            return null;
        Advance();
        _lastEnd = first.End;
        if (!IsPathToken(_token) && Single(first) is { } single)
            return [single];
        _path.Clear();
        BeginKey(first.Start);
        Append(first);
        while (IsPathToken(_token))
        {
            if (_token.Start > _lastEnd)
                AppendText(_lastEnd, _token.Start);
            Append(_token);
            _lastEnd = _token.End;
            Advance();
        }
        EndKey();
        return _path.Count == 0 ? null : _path.ToArray();
    }

    private static bool IsPathToken(Token token) =>
        token.Kind is TokenKind.Text or TokenKind.Quoted or TokenKind.TripleQuoted or TokenKind.Bad;

    private PathElement? Single(Token token)
    {
        var span = new Span(token.Start, token.End);
        if (token.Kind == TokenKind.Text)
        {
            var text = _text.AsSpan(span.Start, span.Length);
            return text.Contains('.') ? null : new PathElement(_strings.Get(text), false, span);
        }
        return token.Kind == TokenKind.Bad ? null : new PathElement(Content(token), true, span);
    }

    private string Content(Token token)
    {
        var quotes = token.Kind == TokenKind.TripleQuoted ? 3 : 1;
        var content = _text.AsSpan(token.Start + quotes, token.End - token.Start - (2 * quotes));
        return token.Escaped ? Escapes.Decode(content) : _strings.Get(content);
    }

    private void Append(Token token)
    {
        if (token.Kind is TokenKind.Quoted or TokenKind.TripleQuoted)
        {
            _key.Append(Content(token));
            (_keyQuoted, _keyStarted, _keyEnd) = (true, true, token.End);
        }
        else if (token.Kind == TokenKind.Bad)
            (_keyStarted, _keyEnd, _brokenPath) = (true, token.End, true);
        else
            AppendText(token.Start, token.End);
    }

    private void AppendText(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_text[i] == '.')
            {
                EndKey();
                BeginKey(i + 1);
                continue;
            }
            _key.Append(_text[i]);
            (_keyStarted, _keyEnd) = (true, i + 1);
        }
    }

    private void BeginKey(int start)
    {
        _key.Clear();
        (_keyStart, _keyEnd, _keyQuoted, _keyStarted) = (start, start, false, false);
    }

    private void EndKey()
    {
        var span = new Span(_keyStart, _keyEnd);
        if (_keyStarted)
            _path.Add(new PathElement(_strings.Get(_key.ToString()), _keyQuoted, span));
        else if (_lenient)
            _findings.Warning(
                "empty-key",
                span,
                "The path has an extra dot.",
                "Remove the dot, or write \"\" for an empty key."
            );
        else
        {
            _findings.Error(
                "empty-key",
                span,
                "The path starts or ends with a dot, or has two in a row.",
                "Remove the dot, or write \"\" for an empty key."
            );
            _path.Add(new PathElement("", false, span));
        }
    }

    /// <summary>Reads a substitution, from its <c>${</c> to behind its <c>}</c>.</summary>
    private Node Reference()
    {
        var open = _token;
        _lexer.InValue = false;
        Advance();
        var path = Path();
        _lexer.InValue = true;
        if (path is not null && path.Length > Limits.MaxDepth)
            Stop("too-deep", path[^1].Span, $"The path has more than {Limits.MaxDepth} keys.");
        if (_token.Kind != TokenKind.CloseBrace || path is null)
            return BrokenReference(open, path);
        _lastEnd = _token.End;
        Advance();
        return Counted(new ReferenceNode(path, open.Escaped, new Span(open.Start, _lastEnd)));
    }

    private ScalarNode BrokenReference(Token open, PathElement[]? path)
    {
        var span = new Span(open.Start, Math.Max(open.End, path is null ? 0 : path[^1].Span.End));
        ReportBrokenReference(span);
        _findings.Quiet = true;
        while (_token.Kind is not (TokenKind.CloseBrace or TokenKind.Newline or TokenKind.End))
            Advance();
        if (_token.Kind == TokenKind.CloseBrace)
            Advance();
        _findings.Quiet = _stopped;
        _lastEnd = Math.Max(span.End, _token.Start);
        return Counted(new ScalarNode(ScalarKind.Quoted, "", span));
    }

    private void ReportBrokenReference(Span span)
    {
        if (_token.Kind is TokenKind.End or TokenKind.Newline)
            _findings.Error(
                "unclosed-substitution",
                span,
                "The substitution that begins here has no } on its line.",
                "Add a } after its path."
            );
        else if (_token.Kind == TokenKind.CloseBrace)
            _findings.Error(
                "empty-substitution",
                new Span(span.Start, _token.End),
                "The substitution has no path.",
                "Write a path between the braces: ${a.b}."
            );
        else
            _findings.Error(
                "bad-substitution",
                GetTokenSpan(),
                $"{Describe(_token)} is not allowed in the path of a substitution.",
                "Put the key in quotes: ${\"a:b\"}."
            );
    }
}
