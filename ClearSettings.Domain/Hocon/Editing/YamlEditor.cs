using System.Text;

namespace ClearSettings.Domain.Hocon;

/// <summary>YAML. Values are pasted on one line, lists and objects in flow style.</summary>
internal sealed class YamlEditor(Document document) : TextEditor(document)
{
    public override string Replace(FieldNode field, ConfigValue value)
    {
        var old = field.Value.Span;
        if (field.Value is ListNode or ObjectNode { HasBraces: false } && Text[old.Start] is not '[')
            return Paste(new Span(field.Path[^1].Span.End, old.End), ": " + Flow(value));
        return Paste(old, old.Length == 0 ? " " + Flow(value) : Flow(value));
    }

    public override string Insert(ObjectNode into, IReadOnlyList<string> keys, int depth, ConfigValue value)
    {
        if (into.HasBraces)
        {
            for (var i = keys.Count - 1; i > depth; i--)
                value = new ConfigObject([KeyValuePair.Create(keys[i], value)]);
            var at = into.Members.Count == 0 ? into.Span.Start + 1 : into.Members[^1].Span.End;
            return Paste(new Span(at, at), $"{(into.Members.Count == 0 ? "" : ", ")}{Key(keys[depth])}: {Flow(value)}");
        }
        if (into.Members.Count == 0)
            return Text
                + (Text.Length > 0 && !Text.EndsWith('\n') ? NewLine : "")
                + Lines(keys, depth, value, 0)
                + NewLine;
        var last = into.Members[^1];
        var column = into.Members[0].Span.Start - LineStart(into.Members[0].Span.Start);
        if (Text[LineStart(into.Members[0].Span.Start)] == '\uFEFF')
            column--;
        var end = LineEnd(last.Span.End);
        return Paste(new Span(end, end), NewLine + new string(' ', column) + Lines(keys, depth, value, column));
    }

    public override string Remove(ObjectNode parent, FieldNode field)
    {
        var (start, end) = (field.Span.Start, field.Span.End);
        var index = parent.Members.TakeWhile(m => m != field).Count();
        var next = index + 1 < parent.Members.Count ? parent.Members[index + 1] : null;
        if (parent.HasBraces)
            return RemoveInFlow(parent, field, index, next);
        if (parent.Members.Count == 1)
            return Paste(new Span(start, end), parent == Document.Root ? "" : "{}");
        if (BeginsLine(start) && EndsLine(end))
            return Paste(new Span(LineStart(start), NextLine(end)), "");
        return next is null ? Text : Paste(new Span(start, next.Span.Start), "");
    }

    private string RemoveInFlow(ObjectNode parent, FieldNode field, int index, MemberNode? next)
    {
        if (next is not null)
            return Paste(new Span(field.Span.Start, next.Span.Start), "");
        return Paste(new Span(index == 0 ? field.Span.Start : parent.Members[index - 1].Span.End, field.Span.End), "");
    }

    private string Lines(IReadOnlyList<string> keys, int depth, ConfigValue value, int column)
    {
        var lines = new StringBuilder();
        for (var i = depth; i < keys.Count - 1; i++)
            lines.Append(Key(keys[i])).Append(':').Append(NewLine).Append(' ', column += 2);
        return lines.Append(Key(keys[^1])).Append(": ").Append(Flow(value)).ToString();
    }

    private static string Key(string key) =>
        new YamlText(WriterComments.None).Render(new ConfigString(key)) is var written && written.StartsWith('|')
            ? PrettyWriter.JsonLine(new ConfigString(key))
            : written.TrimEnd('\n');

    private static string Flow(ConfigValue value) =>
        value is ConfigString { Value: var text } ? Key(text) : PrettyWriter.JsonLine(value);
}
