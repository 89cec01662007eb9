using System.Runtime.InteropServices;

namespace ClearSettings.Domain.Hocon;

/// <summary>Objects and their fields.</summary>
internal sealed partial class Parser
{
    private bool _atLineStart;

    private ObjectNode Object(bool afterwardsInValue)
    {
        var open = GetTokenSpan();
        var inList = _inList;
        _inList = false;
        MemberNode[] members = [];
        if (Enter(1, open))
        {
            _lexer.InValue = false;
            Advance();
            members = Members(open);
        }
        _depth--;
        _inList = inList;
        _lexer.InValue = afterwardsInValue;
        var end = _token.End;
        if (_token.Kind == TokenKind.CloseBrace)
            Advance();
        return Counted(new ObjectNode(members, true, new Span(open.Start, end)));
    }

    /// <summary>
    /// Reads members up to the closing brace, or to the end of the text when there is no opening one.
    /// </summary>
    private MemberNode[] Members(Span? open)
    {
        var first = _members.Count;
        while (NextMember(open))
        {
            var member = Member();
            if (open is null && _members.Count > first)
                StopAtYaml(_members[^1], member);
            if (member is not null)
                _members.Add(member);
            Separate(member);
        }
        if (_token.Kind == TokenKind.End && open is { } brace)
            Unclosed("missing-brace", brace, "Add a } after its last field.");
        MemberNode[] members = _members.Count == first ? [] : CollectionsMarshal.AsSpan(_members)[first..].ToArray();
        _members.RemoveRange(first, members.Length);
        return members;
    }

    private bool NextMember(Span? open)
    {
        while (true)
        {
            SkipNewlines(inValue: false);
            switch (_token.Kind)
            {
                case TokenKind.End:
                    return false;
                case TokenKind.CloseBrace when open is not null:
                    return false;
                case TokenKind.CloseBrace or TokenKind.CloseBracket:
                    ReportUnbalanced(isInside: open is not null);
                    break;
                case TokenKind.Comma:
                    ExtraComma();
                    break;
                default:
                    return true;
            }
            Advance();
        }
    }

    private void ReportUnbalanced(bool isInside)
    {
        if (_token.Kind == TokenKind.CloseBrace)
            _findings.Error(
                "unbalanced-brace",
                GetTokenSpan(),
                "This } closes nothing.",
                "Remove it, or add the { that it should close."
            );
        else
            _findings.Error(
                "unbalanced-bracket",
                GetTokenSpan(),
                "This ] closes nothing here.",
                isInside ? "A } is expected first." : "Remove it, or add the [ that it should close."
            );
    }

    private MemberNode? Member()
    {
        if (_token.Kind is not (TokenKind.Text or TokenKind.Quoted or TokenKind.TripleQuoted or TokenKind.Bad))
        {
            _findings.Error(
                "missing-key",
                GetTokenSpan(),
                $"A key is expected here, not {Lower(Describe(_token))}.",
                "Put the key in quotes if this is part of its name."
            );
            SkipElement();
            return null;
        }
        var comments = CommentsBefore(_token.Start);
        MemberNode? member = IsInclude() ? Include() : Field();
        if (member is not null)
            member.CommentsBefore = comments;
        return member;
    }

    private FieldNode? Field()
    {
        var start = _token.Start;
        var path = Path();
        var keyEnd = _lastEnd;
        var crossed = SkipNewlines(inValue: false);
        if (path is null || !StartsValue(new Span(start, keyEnd), crossed))
            return null;
        foreach (var element in path)
            _findings.Path.Add(element.Text);
        var entered = Enter(path.Length - 1, new Span(start, keyEnd));
        if (_token.Kind == TokenKind.PlusEquals && _lists > 0)
            ReportAppendInList();
        var separator = ReadSeparator();
        if (separator == Separator.PlusEquals)
            _lists++;
        var value =
            !entered ? Missing(new Span(keyEnd, keyEnd))
            : separator == Separator.None ? Object(afterwardsInValue: false)
            : FieldValue(keyEnd);
        if (separator == Separator.PlusEquals)
            _lists--;
        _depth -= path.Length - 1;
        _findings.Path.RemoveRange(_findings.Path.Count - path.Length, path.Length);
        return value is null ? null : Counted(new FieldNode(path, separator, value, new Span(start, value.Span.End)));
    }

    private void ReportAppendInList() =>
        _findings.Error(
            "append-in-list",
            GetTokenSpan(),
            "+= does not work inside a list.",
            "Write the whole list, or build it elsewhere and reference it."
        );

    private bool StartsValue(Span key, bool crossed)
    {
        if (_token.Kind is TokenKind.OpenBrace or TokenKind.Colon or TokenKind.Equals or TokenKind.PlusEquals)
            return true;
        var fix =
            _token.Kind == TokenKind.OpenBracket
                ? "Write = before the [."
                : "Write key = value, or put the text in quotes if it belongs to the value above.";
        if (_token.Kind is not TokenKind.Bad && !_brokenPath)
            _findings.Error("missing-separator", key, $"The key {Shorten(_source.Slice(key))} has no value.", fix);
        _atLineStart = crossed;
        if (!crossed)
            SkipElement();
        return false;
    }

    private Separator ReadSeparator()
    {
        var separator = _token.Kind switch
        {
            TokenKind.Colon => Separator.Colon,
            TokenKind.Equals => Separator.Equals,
            TokenKind.PlusEquals => Separator.PlusEquals,
            _ => Separator.None,
        };
        if (separator == Separator.None)
            return separator;
        _lexer.InValue = true;
        Advance();
        return separator;
    }

    /// <summary>After a member: a comma or a line end, or the end of the object.</summary>
    private void Separate(MemberNode? member)
    {
        var separated = SkipNewlines(inValue: false) | _atLineStart;
        _atLineStart = false;
        if (_token.Kind == TokenKind.Comma)
        {
            separated = true;
            _lexer.InValue = false;
            Advance();
        }
        if (member is not null)
            member.CommentAfter = CommentBehind(member.Span.End);
        if (separated || _token.Kind is TokenKind.End or TokenKind.CloseBrace)
            return;
        if (member is not null || _token.Kind is not TokenKind.CloseBracket)
            MissingComma(member);
    }

    private void MissingComma(MemberNode? member)
    {
        if (_lenient && _token.Kind is TokenKind.Text or TokenKind.Quoted && member is FieldNode)
        {
            _findings.Warning(
                "missing-comma",
                GetTokenSpan(),
                "A comma or a new line is missing before this key.",
                "Add a comma or start a new line."
            );
            return;
        }
        var depth = _findings.Path.Count;
        if (member is FieldNode field)
            _findings.Path.AddRange(field.Path.Select(p => p.Text));
        ReportUnexpected();
        _findings.Path.RemoveRange(depth, _findings.Path.Count - depth);
        if (_token.Kind != TokenKind.CloseBracket)
            SkipElement();
        SkipNewlines(inValue: false);
    }

    private void ReportUnexpected()
    {
        if (_token.Kind == TokenKind.Colon)
            _findings.Error(
                "unquoted-colon",
                GetTokenSpan(),
                "A colon is not allowed in text without quotes.",
                "Put the value in quotes."
            );
        else if (_token.Kind is not (TokenKind.Bad or TokenKind.CloseBracket))
            _findings.Error(
                "missing-comma",
                GetTokenSpan(),
                $"{Describe(_token)} is not expected here.",
                "Start a new line, add a comma, or put the value in quotes."
            );
    }

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
