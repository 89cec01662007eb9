namespace ClearSettings.Domain.Hocon;

/// <summary>Cuts and pastes in one text. Whether the result means the right thing is checked afterwards.</summary>
internal abstract class TextEditor(Document document)
{
    protected Document Document { get; } = document;

    protected string Text { get; } = document.Source.Text;

    protected string NewLine { get; } = document.Source.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    public static TextEditor For(Document document, ConfigFormat format) =>
        format switch
        {
            ConfigFormat.Yaml => new YamlEditor(document),
            ConfigFormat.Json => new BraceEditor(document, json: true),
            _ => new BraceEditor(document, json: false),
        };

    public abstract string Replace(FieldNode field, ConfigValue value);

    /// <summary>Adds the key to an object to which the first <paramref name="depth"/> keys lead.</summary>
    public abstract string Insert(ObjectNode into, IReadOnlyList<string> keys, int depth, ConfigValue value);

    public abstract string Remove(ObjectNode parent, FieldNode field);

    /// <summary>A key with its value in HOCON; a value from the environment with a default takes two lines.</summary>
    public static string HoconField(string key, string separator, ConfigValue value, string newLine)
    {
        var first = value is ConfigPending { Fallback: { } fallback }
            ? HoconField(key, separator, fallback, newLine) + newLine
            : "";
        return $"{first}{key}{separator}{new HoconWriter(WriterComments.None).RenderFragment(value, newLine)}";
    }

    protected string Paste(Span span, string text) =>
        string.Concat(Text.AsSpan(0, span.Start), text, Text.AsSpan(span.End));

    protected int LineStart(int at) => at == 0 ? 0 : Text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>The offset of the line end behind an offset, that of the text when there is none.</summary>
    protected int LineEnd(int at)
    {
        var end = Text.IndexOf('\n', at);
        if (end < 0)
            return Text.Length;
        return end > at && Text[end - 1] == '\r' ? end - 1 : end;
    }

    protected int NextLine(int at) => Text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : Text.Length;

    /// <summary>The blanks at the beginning of the line of an offset.</summary>
    protected string Indent(int at)
    {
        var start = LineStart(at);
        var end = start;
        while (end < Text.Length && Text[end] is ' ' or '\t')
            end++;
        return Text[start..end];
    }

    protected bool BeginsLine(int at) => string.IsNullOrWhiteSpace(Text[LineStart(at)..at].TrimStart('\uFEFF'));

    /// <summary>True when only blanks, commas and a comment follow on the line.</summary>
    protected bool EndsLine(int at)
    {
        var rest = Text.AsSpan(at, LineEnd(at) - at).TrimStart(" \t,");
        return rest.IsEmpty || rest[0] == '#' || rest.StartsWith("//", StringComparison.Ordinal);
    }
}
