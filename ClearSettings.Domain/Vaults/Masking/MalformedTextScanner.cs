using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds values of secret keys in a text with errors, where the syntax tree may lack some. It hides rather too much:
/// the rest of the line, and everything behind a bracket or quote that may never close. What is hidden is not looked
/// through again.
/// </summary>
internal ref partial struct MalformedTextScanner(
    MaskView view,
    ConfigFormat format,
    MaskBudget budget,
    List<Span> found
)
{
    private readonly string _text = view.Text;
    private readonly int _end = view.To;
    private int _line = view.From;

    // Nothing stands before the key in its line but what may stand before a key.
    private bool _first = true;

    // Of pairs such as "name: DB_PASSWORD, value: …": where the text of the last name begins, what it says, and a value
    // that came before its name.
    private int _nameAt = -1;
    private PairName _name = PairName.None;
    private Pending _value;

    public void Scan()
    {
        budget.Spend(_end - view.From);
        for (var i = view.From; i < _end; )
        {
            if (BeginsKey(i))
                i = ReadSetting(i);
            else
                Pass(i++);
        }
    }

    private readonly bool BeginsKey(int at) =>
        IsKey(_text[at]) && !(_text[at] == '-' && at + 1 < _end && _text[at + 1] is ' ');

    /// <summary>Notes what a character in front of a key says about it.</summary>
    private void Pass(int at)
    {
        var c = _text[at];
        if (c == '\n')
            (_line, _first) = (at + 1, true);
        // Another object may begin, whose value comes first. A secret name holds for all values up to the next name,
        // rather too many.
        if (c is '{' or '}' or '-' && _name == PairName.Plain)
            _name = PairName.None;
        if (!char.IsWhiteSpace(c) && c is not ('{' or '[' or ',' or '-'))
            _first = false;
    }

    /// <returns>Where to look on.</returns>
    private int ReadSetting(int start)
    {
        var end = EndOfKey(start);
        var at = ValueAfter(start, end);
        _first = false;
        budget.Spend(end - start);
        var isSecret = IsSecret(start, end);
        if (start == _nameAt && ReadName(end, isSecret) is >= 0 and var next)
            return next;
        if (at < 0 || at >= _end)
            return end;
        return isSecret || IsPairValue(start, end, at) ? Hide(new(end, at, _line)) : end;
    }

    /// <summary>Remembers the name of a pair, and hides the value that came before it.</summary>
    /// <returns>Where the next setting may begin; -1 when what stands behind the name may be its value.</returns>
    private int ReadName(int end, bool isSecret)
    {
        _name = isSecret ? PairName.Secret : PairName.Plain;
        var value = _value;
        _value = default;
        if (!isSecret)
            return -1;
        if (value.At > 0)
            return Math.Max(end, Hide(value));
        return _text[Math.Min(Spaces(end), _end - 1)] is ',' or ';' ? end : -1;
    }

    private readonly bool IsSecret(int start, int end)
    {
        var key = _text.AsSpan(start, end - start);
        return SecretNames.IsSecretPath(key) || SecretNames.IsBearer(key.Trim("\"'"));
    }

    /// <summary>
    /// Whether this is the value that belongs to a secret name; remembers names, and values whose name may follow.
    /// </summary>
    private bool IsPairValue(int start, int end, int at)
    {
        var key = _text.AsSpan(start, end - start);
        key = key[(key.LastIndexOf('.') + 1)..].Trim("\"'");
        if (SecretNames.NamesSetting(key))
            _nameAt = at;
        else if (SecretNames.IsValue(key))
        {
            if (_name == PairName.Secret)
                return true;
            if (_name == PairName.None)
                _value = new(end, at, _line);
        }
        return false;
    }

    /// <returns>Where to look on.</returns>
    private int Hide(Pending value)
    {
        var to = EndOfValue(value);
        found.Add(new(view.ToSourcePosition(value.At), view.ToSourcePosition(to)));
        budget.Spend(to - value.At + 1);
        var last = _text.AsSpan(value.At, to - value.At).LastIndexOf('\n');
        if (last >= 0)
            _line = Math.Max(_line, value.At + last + 1);
        return to;
    }

    private static bool IsKey(char c) => SettingScanner.IsKey(c) || c is '"' or '\'';

    // Two quotes beside each other are the end of a key and the beginning of its value.
    private readonly int EndOfKey(int at)
    {
        var word = false;
        for (; at < _end && IsKey(_text[at]); at++)
        {
            if (word && _text[at] is '"' or '\'' && _text[at - 1] is '"' or '\'')
                break;
            word |= SettingScanner.IsKey(_text[at]);
        }
        return at;
    }

    private readonly int ValueAfter(int start, int end)
    {
        var at = Spaces(end);
        if (at >= _end)
            return -1;
        var sign = _text[at] == '+' ? at + 1 : at;
        if (sign < _end && _text[sign] is ':' or '=')
        {
            while (sign < _end && _text[sign] is ':' or '=' or '>')
                sign++;
            return Spaces(sign);
        }
        if (_text[at] is '{' or '[')
            return at;
        if (_text[at] is ',' or ';')
            return ValueAfterComma(start, at);
        if (_text[at] is '}' or ']' or ')' or '#' || IsComment())
            return -1;
        // The separator was forgotten; in the next line the value can be only when the key has a line of its own.
        if (_text.AsSpan(end, at - end).Contains('\n'))
            return _first ? at : -1;
        return at > end || _text[at] is '"' or '\'' ? at : -1;
    }

    /// <summary>The next element of a list, or a value behind a wrong separator.</summary>
    private readonly int ValueAfterComma(int start, int at)
    {
        // In a comment a comma behind a word without quotes is a part of the sentence.
        if (IsComment() && _text[start] is not ('-' or '"' or '\''))
            return -1;
        var next = Spaces(at + 1);
        return next < _end && _text[next] is '}' or ']' or ')' or ',' or ';' ? -1 : next;
    }

    private readonly bool IsComment()
    {
        var line = _text.AsSpan(_line, Math.Min(_end - _line, 200)).TrimStart();
        return line.StartsWith("#") || line.StartsWith("//");
    }

    private readonly int Spaces(int at)
    {
        while (
            at < _end
            && (char.IsWhiteSpace(_text[at]) || (_text[at] == '\\' && at + 1 < _end && _text[at + 1] is '\r' or '\n'))
        )
            at++;
        return at;
    }

    private enum PairName
    {
        None,
        Plain,
        Secret,
    }

    /// <summary>
    /// A value that is or may be secret: the end of its key, its beginning, and the beginning of the key's line.
    /// </summary>
    private readonly record struct Pending(int Key, int At, int Line);
}
