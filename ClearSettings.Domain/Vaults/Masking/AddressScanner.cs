using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Finds passwords in addresses (<c>https://user:password@host</c>), and long names without a password, which are
/// tokens. Each stretch without white space or quotes is looked through once, however many addresses begin in it.
/// </summary>
internal ref struct AddressScanner(MaskView view, MaskBudget budget, List<Span> found)
{
    private const int MinTokenLength = 12;

    private readonly string _text = view.Text;
    private readonly int _end = view.To;
    private int _stretchEnd = -1;
    private int _lastAt = -1;

    public void Scan()
    {
        budget.Spend(_end - view.From);
        for (var i = view.From; i < _end; )
        {
            var sign = _text.AsSpan(i, _end - i).IndexOf("://");
            if (sign < 0)
                return;
            var begin = i + sign + 3;
            i = IsScheme(i + sign) ? Address(begin) : begin;
        }
    }

    private readonly bool IsScheme(int end)
    {
        if (end <= view.From)
            return false;
        var before = _text[end - 1];
        return char.IsAsciiLetterOrDigit(before)
            || before is '+' or '.' or '-' or MaskView.Reference or MaskView.Unknown or '}'
            || (before == '"' && end - 1 > view.From && _text[end - 2] == '}');
    }

    /// <returns>Where to look on.</returns>
    private int Address(int begin)
    {
        var (user, literal) = ReadUser(begin);
        if (user >= _end || _text[user] is not (':' or '@'))
            return user;
        if (_text[user] == '@')
        {
            if (literal >= MinTokenLength && IsHttp(begin - 3))
                Add(begin, user);
            return user;
        }
        if (begin >= _stretchEnd)
            ReadStretch(begin);
        if (_lastAt <= user + 1 || IsPort(user + 1))
            return user;
        Add(user + 1, _lastAt);
        return _lastAt;
    }

    /// <summary>Where the name of a user or host ends, and how many of its characters are no reference.</summary>
    private readonly (int End, int Literal) ReadUser(int begin)
    {
        var (user, literal) = (begin, 0);
        while (user < _end && _text[user] is not ('/' or ':' or '@'))
        {
            if (SkipReference(user) is var next and > 0)
                user = next;
            else if (Ends(_text[user]))
                return (user, literal);
            else
            {
                if (_text[user] != MaskView.Reference)
                    literal++;
                user++;
            }
        }
        budget.Spend(user - begin);
        return (user, literal);
    }

    private readonly bool IsHttp(int end) =>
        _text.AsSpan(view.From, end - view.From) is var before
        && (
            before.EndsWith("http", StringComparison.OrdinalIgnoreCase)
            || before.EndsWith("https", StringComparison.OrdinalIgnoreCase)
        );

    private readonly bool IsPort(int at)
    {
        var end = at;
        while (end < _end && end - at < 6 && char.IsAsciiDigit(_text[end]))
            end++;
        return end > at && end - at < 6 && end < _end && _text[end] is '/' or '?' or '#' or ',' or ';';
    }

    private void ReadStretch(int begin)
    {
        _lastAt = -1;
        var i = begin;
        while (i < _end)
        {
            if (SkipReference(i) is var next and > 0)
            {
                i = next;
                continue;
            }
            if (Ends(_text[i]))
                break;
            if (_text[i] == '@')
                _lastAt = i;
            i++;
        }
        budget.Spend(i - begin);
        _stretchEnd = i;
    }

    // A password that is nothing but variables is none.
    private readonly void Add(int from, int to)
    {
        while (from < to)
        {
            if (_text[from] == MaskView.Reference)
                from++;
            else if (SkipReference(from) is var next and > 0)
                from = next;
            else
                break;
        }
        if (from >= to)
            return;
        found.Add(new(view.ToSourcePosition(from), view.ToSourcePosition(to)));
        budget.Spend(1);
    }

    private static bool Ends(char c) => char.IsWhiteSpace(c) || c is '"' or '\'';

    /// <summary>
    /// The offset behind <c>"${NAME}"</c> or <c>${NAME}</c>, where a string is interrupted by a variable; 0 when there
    /// is none.
    /// </summary>
    private readonly int SkipReference(int at)
    {
        var begin = _text[at] == '"' ? at + 1 : at;
        if (begin + 1 >= _end || _text[begin] != '$' || _text[begin + 1] != '{')
            return 0;
        var i = begin + 2;
        while (i < _end && !Ends(_text[i]) && _text[i] is not ('{' or '}' or '$' or '@'))
            i++;
        if (i >= _end || _text[i] != '}')
            return 0;
        i++;
        return i < _end && _text[i] == '"' ? i + 1 : i;
    }
}
