namespace ClearSettings.Domain.Hocon;

/// <summary>
/// YAML that was taken for HOCON. Without braces every indented key would silently become one of the root.
/// </summary>
internal sealed partial class Parser
{
    /// <summary><c>agent:</c> without a value, and <c>git_user: me</c> indented on the next line.</summary>
    private void StopAtYaml(MemberNode before, MemberNode? member)
    {
        if (
            !_lenient
            || before
                is not FieldNode
                {
                    Separator: Separator.Colon,
                    Value: ScalarNode { Kind: ScalarKind.Unquoted, Span.Length: 0 }
                } above
        )
            return;
        if (member is not FieldNode { Separator: Separator.Colon } below)
            return;
        if (Indentation(above.Span.Start) is >= 0 and var outer && Indentation(below.Span.Start) > outer)
            StopAtYaml(GetKey(above), GetKey(below));
    }

    /// <summary><c>packages:</c> and <c>- torch</c> on the next line.</summary>
    private void StopAtYamlList(int keyEnd)
    {
        if (
            !_lenient
            || _depth > 0
            || _token.Kind != TokenKind.Text
            || _token.End - _token.Start != 1
            || _text[_token.Start] != '-'
        )
            return;
        if (_text.AsSpan(keyEnd).TrimStart(' ') is [':', ..] && _token.End < _text.Length && _text[_token.End] == ' ')
            StopAtYaml(new Span(keyEnd, keyEnd + 1), new Span(_token.Start, _token.End));
    }

    private void StopAtYaml(Span above, Span below) =>
        Stop(
            "yaml-in-hocon",
            below,
            $"This is YAML: {Shorten(_source.Slice(below))} is indented below line "
                + $"{_source.GetPosition(above.Start).Line}. HOCON nests with braces and ignores indentation.",
            "Change the format to YAML, or put { } around the indented lines."
        );

    private static Span GetKey(FieldNode field) => new(field.Path[0].Span.Start, field.Path[^1].Span.End);

    /// <summary>The characters in front of an offset on its line; -1 when there are others than white space.</summary>
    private int Indentation(int at)
    {
        var start = at;
        while (start > 0 && _text[start - 1] is ' ' or '\t')
            start--;
        return start == 0 || _text[start - 1] == '\n' ? at - start : -1;
    }
}
