using System.Runtime.InteropServices;

namespace ClearSettings.Domain.Hocon;

/// <summary>JSON by RFC 8259, over the same tokens.</summary>
internal sealed partial class Parser
{
    private Node JsonRoot()
    {
        Advance();
        if (_token.Kind == TokenKind.End)
        {
            _findings.Error(
                "empty-json",
                new Span(0, 0),
                "The text is empty; JSON needs a value.",
                "Write {} for no settings."
            );
            return new ObjectNode([], false, new Span(0, 0));
        }
        var root = JsonValue() ?? new ObjectNode([], false, new Span(0, 0));
        if (_token.Kind != TokenKind.End)
            _findings.Error(
                "text-after-root",
                GetTokenSpan(),
                $"{Describe(_token)} is after the end of the document.",
                "Remove it, or treat the text as HOCON."
            );
        return root;
    }

    private Node? JsonValue()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.OpenBrace:
                return JsonObject();
            case TokenKind.OpenBracket:
                return JsonList();
            case TokenKind.Quoted:
                Advance();
                return Counted(
                    new ScalarNode(ScalarKind.Quoted, _text, new Span(token.Start, token.End), token.Escaped)
                );
            case TokenKind.Text:
                Advance();
                return JsonWord(new Span(token.Start, token.End));
            case TokenKind.Bad:
                Advance();
                return Missing(new Span(token.Start, token.End));
            default:
                ReportNoJsonValue(token);
                return null;
        }
    }

    private void ReportNoJsonValue(Token token)
    {
        _findings.Error(
            "missing-value",
            GetTokenSpan(),
            $"A value is expected here, not {Lower(Describe(token))}.",
            "Write \"\" for an empty string, or treat the text as HOCON."
        );
        if (token.Kind is TokenKind.Colon or TokenKind.Equals or TokenKind.PlusEquals or TokenKind.OpenReference)
            SkipElement();
    }

    private ScalarNode JsonWord(Span span)
    {
        var text = _text.AsSpan(span.Start, span.Length);
        var kind = text.StartsWith("-.") ? ScalarKind.Unquoted : Classify(text);
        if (kind == ScalarKind.Unquoted)
            _findings.Error(
                "json-word",
                span,
                $"{Shorten(text.ToString())} is not a JSON value.",
                "Put it in double quotes, write a number without a leading zero, or treat the text as HOCON."
            );
        return Counted(new ScalarNode(kind, _text, span, false));
    }

    private ListNode JsonList()
    {
        var open = GetTokenSpan();
        var first = _pieces.Count;
        if (Enter(1, open))
        {
            Advance();
            while (_token.Kind is not (TokenKind.CloseBracket or TokenKind.CloseBrace or TokenKind.End))
            {
                if (JsonValue() is { } item)
                    _pieces.Add(item);
                JsonComma(TokenKind.CloseBracket);
            }
            if (_token.Kind != TokenKind.CloseBracket)
                _findings.Error("missing-bracket", open, "This [ is never closed.", "Add a ] after its last element.");
        }
        _depth--;
        Node[] items = _pieces.Count == first ? [] : CollectionsMarshal.AsSpan(_pieces)[first..].ToArray();
        _pieces.RemoveRange(first, items.Length);
        var end = _token.End;
        if (_token.Kind == TokenKind.CloseBracket)
            Advance();
        return Counted(new ListNode(items, new Span(open.Start, end)));
    }

    private ObjectNode JsonObject()
    {
        var open = GetTokenSpan();
        var first = _members.Count;
        if (Enter(1, open))
        {
            Advance();
            HashSet<string> keys = [];
            while (_token.Kind is not (TokenKind.CloseBracket or TokenKind.CloseBrace or TokenKind.End))
            {
                if (JsonField(keys) is { } field)
                    _members.Add(field);
                JsonComma(TokenKind.CloseBrace);
            }
            if (_token.Kind != TokenKind.CloseBrace)
                _findings.Error("missing-brace", open, "This { is never closed.", "Add a } after its last field.");
        }
        _depth--;
        MemberNode[] members = _members.Count == first ? [] : CollectionsMarshal.AsSpan(_members)[first..].ToArray();
        _members.RemoveRange(first, members.Length);
        var end = _token.End;
        if (_token.Kind == TokenKind.CloseBrace)
            Advance();
        return Counted(new ObjectNode(members, true, new Span(open.Start, end)));
    }

    private FieldNode? JsonField(HashSet<string> keys)
    {
        var span = GetTokenSpan();
        if (_token.Kind != TokenKind.Quoted)
        {
            ReportNoJsonKey(_token);
            SkipElement();
            return null;
        }
        var name = new PathElement(Content(_token), true, span);
        _findings.Path.Add(name.Text);
        if (!keys.Add(name.Text))
            _findings.Error(
                "duplicate-key",
                span,
                $"The key {HoconPath.Write([name.Text])} appears twice in this object.",
                "Remove one of the two."
            );
        Advance();
        var value = JsonFieldValue(span);
        _findings.Path.RemoveAt(_findings.Path.Count - 1);
        return value is null
            ? null
            : Counted(new FieldNode([name], Separator.Colon, value, new Span(span.Start, value.Span.End)));
    }

    private void ReportNoJsonKey(Token token)
    {
        if (token.Kind != TokenKind.Bad)
            _findings.Error(
                "json-key",
                GetTokenSpan(),
                $"A key in double quotes is expected here, not {Lower(Describe(token))}.",
                "Put the key in double quotes, or treat the text as HOCON."
            );
    }

    private Node? JsonFieldValue(Span key)
    {
        if (_token.Kind == TokenKind.Colon)
        {
            Advance();
            return JsonValue();
        }
        if (_token.Kind != TokenKind.Bad)
            _findings.Error("missing-separator", key, "This key has no colon and value.", "Write \"key\": value.");
        SkipElement();
        return null;
    }

    private void JsonComma(TokenKind close)
    {
        if (_token.Kind == TokenKind.Comma)
        {
            JsonCommaBefore(close);
            return;
        }
        if (_token.Kind is TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.End)
            return;
        if (_token.Kind != TokenKind.Bad)
            _findings.Error(
                "missing-comma",
                GetTokenSpan(),
                $"A comma is missing before {Lower(Describe(_token))}.",
                "Add a comma."
            );
        if (_token.Kind is TokenKind.Quoted or TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.Text)
            return;
        SkipElement();
        if (_token.Kind == TokenKind.Comma)
            Advance();
    }

    private void JsonCommaBefore(TokenKind close)
    {
        var comma = GetTokenSpan();
        Advance();
        if (_token.Kind == close)
            _findings.Error(
                "trailing-comma",
                comma,
                "JSON does not allow a comma after the last element.",
                "Remove the comma, or treat the text as HOCON."
            );
    }
}
