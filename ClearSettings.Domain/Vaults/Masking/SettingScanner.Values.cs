using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Finds where the value of a setting ends.</summary>
internal ref partial struct SettingScanner
{
    private readonly Span Line(int at)
    {
        var length = _text.AsSpan(at, _end - at).IndexOfAny('\r', '\n');
        return new(at, at + _text.AsSpan(at, length < 0 ? _end - at : length).TrimEnd().Length);
    }

    private Span Value(int at)
    {
        for (var prefixes = 0; prefixes < 2 && SchemeAfter(at) is var next and > 0; prefixes++)
            at = next;
        var quote = at;
        while (quote < _end && _text[quote] == '\\')
            quote++;
        return quote < _end && _text[quote] is '"' or '\'' ? Quoted(quote, quote - at) : Word(at);
    }

    private readonly int SchemeAfter(int at)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["bearer", "basic", "token"])
        {
            var end = at + scheme.Length;
            if (
                end < _end
                && char.IsWhiteSpace(_text[end])
                && _text.AsSpan(at, scheme.Length).Equals(scheme, StringComparison.OrdinalIgnoreCase)
            )
                return Spaces(end, lines: true);
        }
        return 0;
    }

    private readonly Span Word(int at)
    {
        var i = at;
        while (i < _end && !char.IsWhiteSpace(_text[i]) && _text[i] is not ('"' or '\'' or '&' or ';'))
        {
            if (_text[i] != '\\')
                i++;
            else if (BreakAfter(i) is var next and > 0)
            {
                if (next >= _end || char.IsWhiteSpace(_text[next]))
                    break;
                i = next;
            }
            else if (i + 1 < _end && _text[i + 1] is '"' or '\'')
                break;
            else
                i++;
        }
        return new(at, i);
    }

    /// <summary>Up to the same quote with as many backslashes; without one, to the end of the line.</summary>
    private Span Quoted(int quote, int slashes)
    {
        var (sign, begin) = (_text[quote], quote + 1);
        if (slashes == 0 && begin + 1 < _end && _text[begin] == sign && _text[begin + 1] == sign)
            begin += 2;
        var kind = 1 << (Math.Min(slashes, 3) * 2 + (sign == '"' ? 0 : 1));
        if ((_unclosed & kind) == 0)
        {
            for (var i = begin; i < _end; i++)
            {
                if (_text[i] != sign)
                    continue;
                var before = i;
                while (before > begin && _text[before - 1] == '\\')
                    before--;
                var run = i - before;
                if (slashes == 0 ? run % 2 == 0 : slashes > 2 || run <= slashes)
                    return new(begin, before < i && slashes > 0 ? before : i);
            }
            _unclosed |= kind;
        }
        return Line(begin);
    }
}
