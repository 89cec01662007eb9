using System.Text;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// Reads CSV as RFC 4180 has it, in time proportional to the text. Fields are trimmed unless they are in quotes, and
/// empty lines are passed over.
/// </summary>
/// <param name="text">With any line ends.</param>
internal sealed class CsvReader(string text)
{
    private readonly StringBuilder _field = new();
    private int _at;
    private int _line = 1;

    /// <summary>Where the row that was read last begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the last field of the row has a quote that is never closed.</summary>
    public bool IsOpen { get; private set; }

    /// <returns>Null at the end of the text.</returns>
    public string[]? ReadRow()
    {
        while (_at < text.Length && text[_at] is '\r' or '\n')
            SkipLineEnd();
        if (_at >= text.Length)
            return null;
        Line = _line;
        List<string> fields = [ReadField()];
        while (_at < text.Length && text[_at] == ',')
        {
            _at++;
            fields.Add(ReadField());
        }
        SkipLineEnd();
        return [.. fields];
    }

    private string ReadField()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t')
            _at++;
        if (_at < text.Length && text[_at] == '"')
            return ReadQuoted();
        var start = _at;
        while (_at < text.Length && text[_at] is not (',' or '\r' or '\n'))
            _at++;
        return text[start.._at].Trim();
    }

    private string ReadQuoted()
    {
        _field.Clear();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\n')
                _line++;
            if (text[_at] != '"')
                _field.Append(text[_at]);
            else if (_at + 1 < text.Length && text[_at + 1] == '"')
                _field.Append(text[_at++]);
            else
            {
                _at++;
                SkipBehindQuote();
                return _field.ToString();
            }
        }
        IsOpen = true;
        return _field.ToString();
    }

    // What stands between a closing quote and the next field belongs to nothing.
    private void SkipBehindQuote()
    {
        while (_at < text.Length && text[_at] is not (',' or '\r' or '\n'))
            _at++;
    }

    private void SkipLineEnd()
    {
        if (_at < text.Length && text[_at] == '\r')
            _at++;
        if (_at >= text.Length || text[_at] != '\n')
            return;
        _at++;
        _line++;
    }
}
