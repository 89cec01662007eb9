namespace ClearSettings.Domain.Users.Preferences;

/// <summary>One word of a command line, without its quotes, and where it comes from.</summary>
/// <param name="Text">As a shell would pass it on.</param>
/// <param name="End">Index in the source after the last character of the word.</param>
/// <param name="Sources">For each character of <paramref name="Text"/>, its index in the source.</param>
/// <param name="Quotes">For each character of <paramref name="Text"/>, the index of the quote that it is in, or
/// -1.</param>
internal sealed record ShellWord(string Text, int End, IReadOnlyList<int> Sources, IReadOnlyList<int> Quotes);

/// <summary>
/// Splits a command line into words as a POSIX shell does: quotes, backslashes, and lines that continue after a
/// backslash, or after a caret or backtick as on Windows. Takes time in proportion to the text.
/// </summary>
internal sealed class ShellWords(string source)
{
    private const int None = -1;

    private readonly List<int> _quotes = [];
    private readonly List<int> _sources = [];
    private readonly System.Text.StringBuilder _text = new();
    private int _at;

    public IEnumerable<ShellWord> Read()
    {
        while (SkipSpace())
            yield return ReadWord();
    }

    private bool SkipSpace()
    {
        while (_at < source.Length)
        {
            var continuation = GetContinuation("\\^`");
            if (continuation == 0 && !char.IsWhiteSpace(source[_at]))
                return true;
            _at += Math.Max(1, continuation);
        }
        return false;
    }

    private ShellWord ReadWord()
    {
        _text.Clear();
        _sources.Clear();
        _quotes.Clear();
        var quote = None;
        while (_at < source.Length && (quote != None || !char.IsWhiteSpace(source[_at])))
            quote = ReadCharacter(quote);
        return new(_text.ToString(), _at, [.. _sources], [.. _quotes]);
    }

    /// <returns>The index of the quote that is open after the character, or -1.</returns>
    private int ReadCharacter(int quote)
    {
        var (c, open) = (source[_at], quote == None ? '\0' : source[quote]);
        if (c == open)
            return Skip(1, None);
        if (open == '\0' && c is '\'' or '"')
            return Skip(1, _at);
        if (open != '\'' && GetContinuation("\\") is > 0 and var length)
            return Skip(length, quote);
        var escaped =
            c == '\\' && _at + 1 < source.Length && (open == '\0' || (open == '"' && IsEscapable(source[_at + 1])));
        Add(escaped ? _at + 1 : _at, quote);
        return Skip(escaped ? 2 : 1, quote);
    }

    private static bool IsEscapable(char c) => c is '"' or '\\' or '$' or '`';

    private void Add(int index, int quote)
    {
        _text.Append(source[index]);
        _sources.Add(index);
        _quotes.Add(quote);
    }

    private int Skip(int length, int quote)
    {
        _at += length;
        return quote;
    }

    // How many characters continue the line here, with the end of the line, or 0.
    private int GetContinuation(string marks)
    {
        if (!marks.Contains(source[_at]) || _at + 1 >= source.Length)
            return 0;
        if (source[_at + 1] == '\n')
            return 2;
        return source[_at + 1] == '\r' && _at + 2 < source.Length && source[_at + 2] == '\n' ? 3 : 0;
    }
}
