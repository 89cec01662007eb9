using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Finds where the value of a secret key ends. When in doubt, it takes in too much.</summary>
internal ref partial struct MalformedTextScanner
{
    private readonly int EndOfValue(Pending value)
    {
        var (key, at, line) = value;
        if (_text[at] is '{' or '[')
            return _end;
        var to = EndOfText(at);
        var isBlock =
            format == ConfigFormat.Yaml || _text[at] is '|' or '>' || _text.AsSpan(key, at - key).Contains('\n');
        return isBlock ? Math.Max(to, EndOfBlock(at, line)) : to;
    }

    private readonly int EndOfText(int at)
    {
        if (_text.AsSpan(at, _end - at).StartsWith("\"\"\""))
        {
            var close = _text.AsSpan(at + 3, _end - at - 3).IndexOf("\"\"\"");
            return close < 0 ? _end : at + close + 6;
        }
        var from = at;
        if (_text[at] is '"' or '\'')
        {
            for (from = at + 1; from < _end && _text[from] != _text[at]; from++)
                if (_text[from] == '\\')
                    from++;
            if (from >= _end)
                return _end;
        }
        for (var line = EndOfLine(from); ; line = EndOfLine(line + 1))
        {
            if (line >= _end || !_text.AsSpan(at, line - at).TrimEnd('\r').EndsWith("\\"))
                return Math.Min(line, _end);
        }
    }

    private readonly int EndOfLine(int at)
    {
        if (at >= _end)
            return _end;
        var length = _text.AsSpan(at, _end - at).IndexOf('\n');
        return length < 0 ? _end : at + length;
    }

    /// <summary>Where the lines end that stand deeper than the key, or are its list.</summary>
    private readonly int EndOfBlock(int at, int keyLine)
    {
        var depth = Math.Max(0, _text.AsSpan(keyLine, _end - keyLine).IndexOfAnyExcept(' ', '-'));
        var end = EndOfLine(at);
        while (end + 1 < _end)
        {
            var next = EndOfLine(end + 1);
            var line = _text.AsSpan(end + 1, next - end - 1);
            var indent = line.IndexOfAnyExcept(' ');
            if (indent >= 0 && line[indent] != '\r' && (indent < depth || (indent == depth && line[indent] != '-')))
                break;
            end = next;
        }
        return Math.Min(end, _end);
    }
}
