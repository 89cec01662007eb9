using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>How far the value of a secret setting goes.</summary>
internal enum ValueExtent
{
    /// <summary>A word, or a text in quotes.</summary>
    Word,

    /// <summary>The rest of the line, as in comments.</summary>
    Line,
}

/// <summary>
/// Finds settings such as <c>PASSWORD=…</c> or <c>--token …</c> inside strings and comments. It reads from left to
/// right: a value that lies in a stretch that is hidden already is not looked for again, so the work grows with the
/// length of the text whatever stands in it.
/// </summary>
internal ref partial struct SettingScanner(MaskView view, MaskBudget budget, List<Span> found)
{
    private readonly string _text = view.Text;
    private readonly int _end = view.To;

    // By quote and number of backslashes: no such quote closes any more.
    private int _unclosed;

    // The command is curl, whose option -u takes a name and a password.
    private bool _curl;

    // Where the last name of a user ended; a name that begins before ends there too.
    private int _userEnd = -1;

    /// <summary>Where the value of the last secret key begins; -1 when there was none.</summary>
    public int LastValue { get; private set; } = -1;

    /// <param name="folds">A line break counts as a space, as in folded texts of YAML.</param>
    public void Scan(ValueExtent extent, bool folds)
    {
        budget.Spend(_end - view.From);
        var hidden = view.From;
        for (var i = view.From; i < _end; )
        {
            if (!IsKey(_text[i]))
            {
                if (_text[i] == '\n' && !folds && (i == view.From || _text[i - 1] is not ('\\' or '\r')))
                    _curl = false;
                i++;
                continue;
            }
            var start = i;
            while (i < _end && IsKey(_text[i]))
                i++;
            var begin = FindSecret(start, i, folds);
            if (begin.At < 0)
                continue;
            LastValue = begin.At;
            if (begin.At >= hidden && begin.At <= _end)
                hidden = Math.Max(hidden, Hide(begin, extent));
        }
    }

    /// <summary>Where the value of a secret key begins; negative when the key is none or has no value.</summary>
    private ValueBegin FindSecret(int start, int end, bool folds)
    {
        _curl |= _text.AsSpan(start, end - start).EndsWith("curl");
        if (_curl && FindUserPassword(start, end) is { At: > 0 } password)
            return password;
        var at = ValueAfter(start, end, folds);
        return new(at >= 0 && IsSecretKey(start, end) ? at : -1);
    }

    /// <returns>Where the hidden value ends; 0 when there is none.</returns>
    private int Hide(ValueBegin begin, ValueExtent extent)
    {
        var value =
            extent == ValueExtent.Line ? Line(begin.At)
            : begin.Quote > 0 ? Quoted(begin.Quote, begin.Slashes) with { Start = begin.At }
            : Value(begin.At);
        while (value.Length > 0 && _text[value.Start] == MaskView.Reference)
            value = value with { Start = value.Start + 1 };
        if (value.Length == 0)
            return 0;
        found.Add(new(view.ToSourcePosition(value.Start), view.ToSourcePosition(value.End)));
        budget.Spend(1);
        return value.End;
    }

    internal static bool IsKey(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '-';

    private readonly bool IsSecretKey(int start, int end)
    {
        budget.Spend(end - start);
        var key = _text.AsSpan(start, end - start);
        // The n of an escaped line break may stand in front of a key.
        return SecretNames.IsSecretPath(key)
            || (
                start > view.From
                && _text[start - 1] == '\\'
                && key.Length > 1
                && key[0] is 'n' or 'r' or 't'
                && SecretNames.IsSecretPath(key[1..])
            );
    }

    /// <summary>Where the value of a key may begin; -1 when nothing behind the key says that it has one.</summary>
    private readonly int ValueAfter(int start, int end, bool folds)
    {
        var (at, quoted) = AfterQuote(end);
        var blank = Blanks(at);
        var sign = blank < _end && _text[blank] is '+' or '?' ? blank + 1 : blank;
        if (sign < _end && _text[sign] is ':' or '=')
        {
            while (sign < _end && _text[sign] is ':' or '=')
                sign++;
            if (sign < _end && _text[sign] == '>')
                sign++;
            return Spaces(sign, lines: true);
        }
        if (IsExported(start) && blank > end && !quoted)
            return blank;
        if (_text[start] != '-')
            return start > view.From && _text[start - 1] == '<' && end < _end && _text[end] == '>' ? end + 1 : -1;
        // An option: its value is the next word, or the next element of a list.
        if (quoted && blank < _end && _text[blank] == ',')
            return Spaces(blank + 1, lines: true) is var next && next < _end && _text[next] is '"' or '\'' or '\\'
                ? next
                : -1;
        var value = Spaces(at, folds);
        return !quoted && value > at ? value : -1;
    }

    /// <summary>Whether a command that sets a variable stands before a key: <c>ENV PASSWORD …</c>.</summary>
    private readonly bool IsExported(int start)
    {
        var before = _text.AsSpan(view.From, start - view.From);
        var end = before.LastIndexOfAnyExcept(' ', '\t') + 1;
        if (end == before.Length)
            return false;
        foreach (var command in (ReadOnlySpan<string>)["ENV", "export", "setenv"])
        {
            if (before[..end].EndsWith(command) && (end == command.Length || !IsKey(before[end - command.Length - 1])))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Where the password begins in <c>-u user:password</c> of curl, and the quote in front of both; zeros when this is
    /// none.
    /// </summary>
    private ValueBegin FindUserPassword(int start, int end)
    {
        var option = _text.AsSpan(start, end - start);
        var attached = option.StartsWith("-u", StringComparison.OrdinalIgnoreCase);
        if (!attached && option is not ("--user" or "--proxy-user"))
            return default;
        // Between the option and the name of the user: white space, "=", the quotes of both in a list.
        var (at, quote, slashes) = (end, 0, 0);
        if (!attached || option.Length == 2)
        {
            for (
                at = AfterQuote(end).At;
                at < _end && (char.IsWhiteSpace(_text[at]) || _text[at] is '=' or ',' or '\\' or '"' or '\'');
                at++
            )
            {
                if (_text[at] is '"' or '\'')
                    quote = at;
                else
                    slashes = _text[at] == '\\' ? slashes + 1 : 0;
            }
        }
        at = Math.Max(at, _userEnd);
        while (at < _end && _text[at] != ':' && !char.IsWhiteSpace(_text[at]) && _text[at] is not ('"' or '\''))
            at++;
        _userEnd = at;
        return at < _end && _text[at] == ':' ? new(at + 1, quote, quote > 0 ? slashes : 0) : default;
    }

    private readonly (int At, bool Quoted) AfterQuote(int at)
    {
        var quote = at;
        while (quote < _end && _text[quote] == '\\')
            quote++;
        if (quote >= _end || _text[quote] is not ('"' or '\''))
            return (at, false);
        quote++;
        return (quote < _end && _text[quote] is ']' or ')' ? quote + 1 : quote, true);
    }

    private readonly int Blanks(int at)
    {
        while (at < _end && _text[at] is ' ' or '\t')
            at++;
        return at;
    }

    /// <summary>Skips white space; a backslash at the end of a line always continues it.</summary>
    private readonly int Spaces(int at, bool lines)
    {
        while (at < _end)
        {
            if (_text[at] is ' ' or '\t' || (lines && char.IsWhiteSpace(_text[at])))
                at++;
            else if (BreakAfter(at) is var next and > 0)
                at = next;
            else
                break;
        }
        return at;
    }

    /// <summary>The offset behind a backslash and the line break that follows it; 0 when there is none.</summary>
    private readonly int BreakAfter(int at)
    {
        if (at >= _end || _text[at] != '\\')
            return 0;
        var next = at + 1 < _end && _text[at + 1] == '\r' ? at + 2 : at + 1;
        return next < _end && _text[next] == '\n' ? next + 1 : 0;
    }

    /// <summary>Where a value begins.</summary>
    /// <param name="Quote">Where a quote opens that closes behind the value; 0 when the value has its own.</param>
    /// <param name="Slashes">In front of that quote.</param>
    private readonly record struct ValueBegin(int At, int Quote = 0, int Slashes = 0);
}
