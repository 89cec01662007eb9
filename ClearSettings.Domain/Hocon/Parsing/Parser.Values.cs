using System.Runtime.InteropServices;

namespace ClearSettings.Domain.Hocon;

/// <summary>Values and their concatenation.</summary>
internal sealed partial class Parser
{
    private int _lastEnd;
    private int _lists;
    private bool _inList;

    private Node? FieldValue(int keyEnd)
    {
        if (_lenient && IsEmptyValue())
        {
            var at = new Span(_lastEnd = Math.Max(keyEnd, EndOfSeparator(keyEnd)), _lastEnd);
            _findings.Warning("empty-value", at, "The key has no value and is read as an empty string.", "Write \"\".");
            return Counted(new ScalarNode(ScalarKind.Unquoted, "", at));
        }
        if (SkipNewlines(inValue: true))
            StopAtYamlList(keyEnd);
        var value = Concatenation();
        if (value is not null)
            return value;
        _findings.Error(
            "missing-value",
            GetTokenSpan(),
            $"A value is expected here, not {Lower(Describe(_token))}.",
            "Write \"\" for an empty string."
        );
        if (_token.Kind is TokenKind.Colon or TokenKind.Equals or TokenKind.PlusEquals)
            SkipElement();
        return null;
    }

    private int EndOfSeparator(int from)
    {
        while (from < _text.Length && _text[from] is not (':' or '='))
            from++;
        return Math.Min(from + 1, _text.Length);
    }

    /// <summary>Pieces beside each other on one line; null when there is none.</summary>
    private Node? Concatenation()
    {
        var first = _pieces.Count;
        var run = default(UnquotedText);
        while (true)
        {
            var token = _token;
            if (_lenient && (_pieces.Count > first || run.Tokens > 0) && EndsBefore(run.Tokens > 0))
                break;
            var simple =
                token.Kind is TokenKind.Text or TokenKind.Quoted or TokenKind.TripleQuoted or TokenKind.OpenReference;
            if (simple && run.AfterSimple && token.Start > _lastEnd)
                run.Blank(_lastEnd, token.Start);
            if (!TryTake(token, ref run))
                break;
            if (token.Kind is not (TokenKind.OpenReference or TokenKind.OpenBrace or TokenKind.OpenBracket))
                _lastEnd = token.End;
            run.AfterSimple = simple;
        }
        Flush(ref run);
        return Joined(first);
    }

    private bool TryTake(Token token, ref UnquotedText run)
    {
        if (token.Kind == TokenKind.Text)
        {
            run.Text(token);
            Advance();
            return true;
        }
        if (
            token.Kind
            is not (
                TokenKind.Quoted
                or TokenKind.TripleQuoted
                or TokenKind.OpenReference
                or TokenKind.OpenBrace
                or TokenKind.OpenBracket
                or TokenKind.Bad
            )
        )
            return false;
        Flush(ref run);
        _pieces.Add(Piece(token));
        return true;
    }

    private Node? Joined(int first)
    {
        var count = _pieces.Count - first;
        if (count == 0)
            return null;
        var result = _pieces[first];
        if (count > 1)
            result = Counted(
                new ConcatNode(
                    CollectionsMarshal.AsSpan(_pieces)[first..].ToArray(),
                    new Span(result.Span.Start, _pieces[^1].Span.End)
                )
            );
        else if (_lenient && result is ScalarNode { Kind: ScalarKind.Unquoted } text)
            result = Forgive(text);
        _pieces.RemoveRange(first, count);
        return result;
    }

    private Node Piece(Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.OpenReference:
                return Reference();
            case TokenKind.OpenBrace:
                var value = Object(afterwardsInValue: true);
                _lastEnd = value.Span.End;
                return value;
            case TokenKind.OpenBracket:
                var list = List();
                _lastEnd = list.Span.End;
                return list;
            case TokenKind.Bad:
                Advance();
                return Counted(new ScalarNode(ScalarKind.Quoted, "", new Span(token.Start, token.End)));
            default:
                Advance();
                return Counted(QuotedText(token));
        }
    }

    private ScalarNode QuotedText(Token token) =>
        new(
            token.Kind == TokenKind.Quoted ? ScalarKind.Quoted : ScalarKind.TripleQuoted,
            _text,
            new Span(token.Start, token.End),
            token.Escaped
        );

    private void Flush(ref UnquotedText run)
    {
        if (run.Tokens == 0 && run.End == run.Start)
            return;
        var span = new Span(run.Start, run.End);
        var text = _text.AsSpan(run.Start, span.Length);
        var kind = run.Tokens != 1 || run.HasBlank ? ScalarKind.Unquoted : Classify(text);
        _pieces.Add(Counted(new ScalarNode(kind, _text, span, false)));
        if (_lenient)
            WarnAboutText(text, span);
        run = default;
    }

    private static ScalarKind Classify(ReadOnlySpan<char> text) =>
        text[0] switch
        {
            't' when text is "true" => ScalarKind.Boolean,
            'f' when text is "false" => ScalarKind.Boolean,
            'n' when text is "null" => ScalarKind.Null,
            '-' or (>= '0' and <= '9') when Numbers.IsNumber(text) => ScalarKind.Number,
            _ => ScalarKind.Unquoted,
        };

    private ListNode List()
    {
        var open = GetTokenSpan();
        var first = _pieces.Count;
        var inList = _inList;
        _inList = true;
        _lists++;
        if (Enter(1, open))
        {
            _lexer.InValue = true;
            Advance();
            while (NextItem(open)) { }
        }
        _depth--;
        _inList = inList;
        _lists--;
        Node[] items = _pieces.Count == first ? [] : CollectionsMarshal.AsSpan(_pieces)[first..].ToArray();
        _pieces.RemoveRange(first, items.Length);
        var end = _token.End;
        _lexer.InValue = true;
        if (_token.Kind == TokenKind.CloseBracket)
            Advance();
        return Counted(new ListNode(items, new Span(open.Start, end)));
    }

    private bool NextItem(Span open)
    {
        SkipNewlines(inValue: true);
        switch (_token.Kind)
        {
            case TokenKind.CloseBracket:
                return false;
            case TokenKind.End or TokenKind.CloseBrace:
                Unclosed("missing-bracket", open, "Add a ] after its last element.");
                return false;
            case TokenKind.Comma:
                ExtraComma();
                Advance();
                return true;
        }
        if (Concatenation() is { } item)
            _pieces.Add(item);
        else
            _findings.Error(
                "missing-value",
                GetTokenSpan(),
                $"A value is expected here, not {Lower(Describe(_token))}.",
                "Put the text in quotes."
            );
        return SeparateItems();
    }

    private bool SeparateItems()
    {
        var separated = SkipNewlines(inValue: true);
        if (_token.Kind == TokenKind.Comma)
            Advance();
        else if (!separated && _token.Kind is not (TokenKind.CloseBracket or TokenKind.CloseBrace or TokenKind.End))
        {
            if (_lenient && _token.Kind is TokenKind.Text or TokenKind.Quoted)
                _findings.Warning(
                    "missing-comma",
                    GetTokenSpan(),
                    "A comma or a new line is missing before this element.",
                    "Add a comma."
                );
            else
            {
                _findings.Error(
                    "missing-comma",
                    GetTokenSpan(),
                    $"{Describe(_token)} is not expected here.",
                    "Add a comma, or put the text in quotes."
                );
                SkipElement();
            }
        }
        return true;
    }
}
