using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>HOCON for people.</summary>
internal sealed class HoconWriter(WriterComments comments)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _oneLineStrings;

    /// <summary>
    /// A value that stands behind a key in another text; its further lines are indented like the first one.
    /// </summary>
    public string RenderFragment(ConfigValue value, string newLine)
    {
        _oneLineStrings = true;
        Value(value);
        return _text.ToString().Replace("\n", newLine, StringComparison.Ordinal);
    }

    public string Render(ConfigValue value)
    {
        if (value is not (ConfigObject or ConfigList))
            throw new HoconException($"The root of HOCON is an object or a list, not {value.TypeName}.");
        foreach (var line in comments.Header)
            _text.Append(line).Append('\n');
        if (comments.Header.Count > 0)
            _text.Append('\n');
        if (value is ConfigObject { Count: > 0 } root)
            Fields(root);
        else
        {
            Value(value);
            _text.Append('\n');
        }
        foreach (var line in comments.Trailer)
            _text.Append(line).Append('\n');
        return _text.ToString();
    }

    private void Fields(ConfigObject value)
    {
        foreach (var (key, field) in value)
            Field(key, field);
    }

    private void Field(string key, ConfigValue value)
    {
        var (before, after) = comments.ForValue(value);
        foreach (var line in before)
            Indent().Append(line).Append('\n');
        if (value is ConfigPending { Fallback: { } fallback })
            Field(key, fallback);
        Indent();
        Key(key);
        _text.Append(value is ConfigObject ? " " : " = ");
        Value(value);
        if (after is not null)
            _text.Append("  ").Append(after);
        _text.Append('\n');
    }

    private void Value(ConfigValue value)
    {
        WriterDepth.Check(_depth);
        switch (value)
        {
            case ConfigObject { Count: 0 }:
                _text.Append("{}");
                break;
            case ConfigObject fields:
                Object(fields);
                break;
            case ConfigList list:
                List(list);
                break;
            case ConfigString text:
                String(text.Value);
                break;
            case ConfigReference reference:
                _text.Append(reference.Optional ? "${?" : "${").Append(HoconPath.Write([reference.Name])).Append('}');
                break;
            case ConfigConcat concat:
                Concat(concat);
                break;
            default:
                _text.Append(Concatenator.GetText(value) ?? "null");
                break;
        }
    }

    private void Object(ConfigObject value)
    {
        _text.Append("{\n");
        _depth++;
        Fields(value);
        _depth--;
        Indent().Append('}');
    }

    private void List(ConfigList value)
    {
        var lines = value.Items.Any(i => i is ConfigContainer) || value.Items.Count > 8;
        _text.Append('[');
        _depth++;
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (i > 0)
                _text.Append(lines ? "," : ", ");
            if (lines)
            {
                _text.Append('\n');
                Indent();
            }
            Value(Plain(value.Items[i]));
        }
        _depth--;
        if (lines && value.Items.Count > 0)
        {
            _text.Append('\n');
            Indent();
        }
        _text.Append(']');
    }

    private void Concat(ConfigConcat concat)
    {
        foreach (var piece in concat.Pieces)
        {
            if (piece is ConfigString text)
                WriterQuotes.ForPeople(_text, text.Value);
            else
                Value(Plain(piece));
        }
    }

    private static ConfigValue Plain(ConfigValue value) =>
        value is ConfigPending { Fallback: not null }
            ? throw new HoconException(
                "A value from the environment with a default needs a key of its own; it cannot be written inside a "
                    + "list or a string."
            )
            : value;

    /// <summary>Text of several lines stands between three quotes where nothing in it needs an escape.</summary>
    private void String(string value)
    {
        var lines =
            !_oneLineStrings
            && value.Contains('\n')
            && !value.EndsWith('"')
            && !value.Contains("\"\"\"", StringComparison.Ordinal)
            && !value.Any(c => c is not '\n' && (char.IsControl(c) || char.IsSurrogate(c)));
        if (lines)
            _text.Append("\"\"\"").Append(value).Append("\"\"\"");
        else
            WriterQuotes.ForPeople(_text, value);
    }

    private void Key(string key)
    {
        var plain = key.Length > 0 && key != "include" && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        if (plain)
            _text.Append(key);
        else
            WriterQuotes.ForPeople(_text, key);
    }

    private StringBuilder Indent() => _text.Append(' ', _depth * 2);
}
