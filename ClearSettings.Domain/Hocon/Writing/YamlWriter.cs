using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Writes values as YAML that readers of YAML 1.1 and 1.2 understand alike: block style, strings in quotes where a
/// reader could take them for something else, text of several lines as a block.
/// </summary>
public static class YamlWriter
{
    /// <summary>Throws <see cref="HoconException"/> when a reference to the environment is left.</summary>
    public static string Write(ConfigValue value) => new YamlText(WriterComments.None).Render(value);
}

/// <summary>One text in the making.</summary>
internal sealed class YamlText(WriterComments comments)
{
    // A longer key needs the form with a question mark.
    private const int MaxKeyLength = 120;

    private readonly StringBuilder _text = new();

    public string Render(ConfigValue value)
    {
        foreach (var line in comments.Header)
            _text.Append(line).Append('\n');
        if (value is ConfigObject { Count: > 0 } fields)
            Fields(fields, 0, firstHere: true);
        else if (value is ConfigList { Items.Count: > 0 } list)
            Items(list, 0, firstHere: true);
        else
        {
            Scalar(value, 0);
            _text.Append('\n');
        }
        foreach (var line in comments.Trailer)
            _text.Append(line).Append('\n');
        return _text.ToString();
    }

    private void Fields(ConfigObject value, int indent, bool firstHere)
    {
        WriterDepth.Check(indent / 2);
        foreach (var (key, field) in value)
        {
            var (before, after) = firstHere && indent > 0 ? ([], null) : comments.ForValue(field);
            foreach (var line in before)
                _text.Append(' ', indent).Append(line).Append('\n');
            if (!firstHere || before.Count > 0)
                _text.Append(' ', indent);
            firstHere = false;
            Key(key, indent);
            Below(field, indent, after);
        }
    }

    private void Key(string key, int indent)
    {
        var start = _text.Length;
        if (IsPlain(key))
            _text.Append(key);
        else
            WriterQuotes.ForPeople(_text, key);
        if (_text.Length - start <= MaxKeyLength)
        {
            _text.Append(':');
            return;
        }
        _text.Insert(start, "? ").Append('\n').Append(' ', indent).Append(':');
    }

    private void Below(ConfigValue value, int indent, string? after)
    {
        switch (value)
        {
            case ConfigObject { Count: > 0 } fields:
                _text.Append('\n');
                Fields(fields, indent + 2, firstHere: false);
                break;
            case ConfigList { Items.Count: > 0 } list:
                _text.Append('\n');
                Items(list, indent + 2, firstHere: false);
                break;
            default:
                _text.Append(' ');
                Scalar(value, indent + 2, after);
                _text.Append('\n');
                break;
        }
    }

    private void Items(ConfigList value, int indent, bool firstHere)
    {
        WriterDepth.Check(indent / 2);
        foreach (var item in value.Items)
        {
            if (!firstHere)
                _text.Append(' ', indent);
            firstHere = false;
            _text.Append("- ");
            if (item is ConfigObject { Count: > 0 } fields)
                Fields(fields, indent + 2, firstHere: true);
            else if (item is ConfigList { Items.Count: > 0 } list)
                Items(list, indent + 2, firstHere: true);
            else
            {
                Scalar(item, indent + 2);
                _text.Append('\n');
            }
        }
    }

    private void Scalar(ConfigValue value, int indent, string? after = null)
    {
        var text = value switch
        {
            ConfigString => null,
            ConfigNumber number => number.Text,
            ConfigBoolean boolean => boolean.Value ? "true" : "false",
            ConfigNull => "null",
            ConfigObject => "{}",
            ConfigList => "[]",
            _ => throw new HoconException($"YAML cannot hold {value.TypeName}."),
        };
        var block = value is ConfigString { Value: var lines } && IsBlock(lines) ? lines : null;
        if (text is not null)
            _text.Append(text);
        else if (block is not null)
            _text.Append(block.EndsWith('\n') ? "|" : "|-");
        else if (value is ConfigString { Value: var plain } && IsPlain(plain))
            _text.Append(plain);
        else
            WriterQuotes.ForPeople(_text, ((ConfigString)value).Value);
        if (after is not null)
            _text.Append("  ").Append(after);
        if (block is not null)
            Block(block, indent);
    }

    private void Block(string value, int indent)
    {
        foreach (var line in value.TrimEnd('\n').Split('\n'))
        {
            _text.Append('\n');
            if (line.Length > 0)
                _text.Append(' ', indent).Append(line);
        }
    }

    /// <summary>
    /// Text of several lines that a block gives back exactly: at most one line end at the end, no line that begins with
    /// a blank, only printable characters.
    /// </summary>
    private static bool IsBlock(string value) =>
        value.AsSpan(0, Math.Max(0, value.Length - 1)).Contains('\n')
        && !value.EndsWith("\n\n", StringComparison.Ordinal)
        && value[0] is not ('\n' or ' ' or '\t')
        && !value.Any(c =>
            c is not '\n' && (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF')
        )
        && !value
            .Split('\n')
            .Any(line => line.Length > 0 && (char.IsWhiteSpace(line[0]) || char.IsWhiteSpace(line[^1])));

    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || !(char.IsLetter(value[0]) || value[0] is '_' or '/') || value[^1] is ' ' or ':')
            return false;
        for (var i = 1; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '@' or '%' or '+' or '~')
                continue;
            if (c == ' ' && value[i - 1] is not (' ' or ':'))
                continue;
            if (c != ':' || value[i + 1] is ' ')
                return false;
        }
        return YamlScalars.IsPlainString(value);
    }
}
