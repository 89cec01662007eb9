using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>JSON with the text of numbers kept.</summary>
internal sealed class JsonWriter(bool indented)
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public string Render(ConfigValue value)
    {
        Value(value);
        return _text.ToString();
    }

    private void Value(ConfigValue value)
    {
        WriterDepth.Check(_depth);
        switch (value)
        {
            case ConfigObject fields:
                Object(fields);
                break;
            case ConfigList list:
                List(list);
                break;
            case ConfigString text:
                WriterQuotes.ForPeople(_text, text.Value);
                break;
            case ConfigNumber number:
                _text.Append(number.Text);
                break;
            case ConfigBoolean boolean:
                _text.Append(boolean.Value ? "true" : "false");
                break;
            case ConfigNull:
                _text.Append("null");
                break;
            default:
                throw new HoconException($"JSON cannot hold {value.TypeName}.");
        }
    }

    private void Object(ConfigObject value)
    {
        if (value.Count == 0)
        {
            _text.Append("{}");
            return;
        }
        _text.Append('{');
        _depth++;
        var first = true;
        foreach (var (key, field) in value)
        {
            if (!first)
                _text.Append(',');
            first = false;
            NewLine();
            WriterQuotes.ForPeople(_text, key);
            _text.Append(indented ? ": " : ":");
            Value(field);
        }
        _depth--;
        NewLine();
        _text.Append('}');
    }

    private void List(ConfigList value)
    {
        var lines = value.Items.Count > 0 && (value.Items.Any(i => i is ConfigContainer) || value.Items.Count > 8);
        _text.Append('[');
        _depth++;
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (i > 0)
                _text.Append(indented && !lines ? ", " : ",");
            if (lines)
                NewLine();
            Value(value.Items[i]);
        }
        _depth--;
        if (lines)
            NewLine();
        _text.Append(']');
    }

    private void NewLine()
    {
        if (indented)
            _text.Append('\n').Append(' ', _depth * 2);
    }
}

/// <summary>Values made by code may be nested without end; a writer recurses.</summary>
internal static class WriterDepth
{
    public static void Check(int depth)
    {
        if (depth > 500)
            throw new HoconException("Values are nested deeper than 500 levels and cannot be written.");
    }
}
