namespace ClearSettings.Domain.Hocon;

/// <summary>HOCON and JSON.</summary>
internal sealed class BraceEditor(Document document, bool json) : TextEditor(document)
{
    public override string Replace(FieldNode field, ConfigValue value)
    {
        var key = field.Path[^1].Span;
        var newLine = NewLine + Indent(field.Span.Start);
        if (json)
            return Paste(field.Value.Span, Json(value, newLine));
        if (value is ConfigPending { Fallback: not null })
        {
            var name = Text[field.Path[0].Span.Start..key.End];
            return Paste(new Span(field.Span.Start, field.Value.Span.End), HoconField(name, " = ", value, newLine));
        }
        var written = new HoconWriter(WriterComments.None).RenderFragment(value, newLine);
        if (field.Separator is Separator.None or Separator.PlusEquals)
            return Paste(new Span(key.End, field.Value.Span.End), " = " + written);
        return Paste(field.Value.Span, field.Value.Span.Length == 0 ? " " + written : written);
    }

    public override string Insert(ObjectNode into, IReadOnlyList<string> keys, int depth, ConfigValue value)
    {
        if (into.Members.Count == 0)
            return InsertFirst(into, keys, depth, value);
        var last = into.Members[^1];
        var colon =
            into.Fields.LastOrDefault(f => f.Separator is Separator.Equals or Separator.Colon)?.Separator
            == Separator.Colon;
        if (!BeginsLine(last.Span.Start))
            return Paste(
                new Span(last.Span.End, last.Span.End),
                ", " + Field(keys, depth, value, colon, NewLine + Indent(last.Span.Start))
            );
        var newLine = NewLine + Indent(last.Span.Start);
        var line = newLine + Field(keys, depth, value, colon, newLine);
        if (json)
            return Paste(new Span(last.Span.End, last.Span.End), "," + line);
        var at = EndsLine(last.Span.End) ? LineEnd(last.Span.End) : last.Span.End;
        return Paste(new Span(at, at), line);
    }

    private string InsertFirst(ObjectNode into, IReadOnlyList<string> keys, int depth, ConfigValue value)
    {
        if (!into.HasBraces)
        {
            var between = Text.Length > 0 && !Text.EndsWith('\n') && Text != "\uFEFF" ? NewLine : "";
            return Text + between + Field(keys, depth, value, colon: false, NewLine) + NewLine;
        }
        var close = into.Span.End - 1;
        if (!BeginsLine(close) || LineStart(close) <= into.Span.Start)
        {
            var space = json ? "" : " ";
            var field = Field(keys, depth, value, json, NewLine + Indent(into.Span.Start));
            return Paste(new Span(close, close), space + field + space);
        }
        var indent = Indent(close) + "  ";
        return Paste(
            new Span(LineStart(close), LineStart(close)),
            indent + Field(keys, depth, value, json, NewLine + indent) + NewLine
        );
    }

    public override string Remove(ObjectNode parent, FieldNode field)
    {
        var (start, end) = (field.Span.Start, field.Span.End);
        var index = parent.Members.TakeWhile(m => m != field).Count();
        var next = index + 1 < parent.Members.Count ? parent.Members[index + 1] : null;
        var before = index > 0 ? parent.Members[index - 1] : null;
        var comma = Comma(end);
        var ownLines = BeginsLine(start) && EndsLine(end) && (next is null || next.Span.Start >= LineEnd(end));
        var span = ownLines
            ? new Span(LineStart(start), NextLine(end))
            : Inline(start, comma ?? end, next, before, comma is not null);
        if (start > 0 && Text[0] == '\uFEFF' && span.Start == 0)
            span = new Span(1, span.End);
        var result = Paste(span, "");
        // In JSON no comma may stay behind what is the last element now.
        if (json && next is null && before is not null && Comma(before.Span.End) is { } left && left <= span.Start)
            result = result.Remove(left - 1, 1);
        return result;
    }

    private Span Inline(int start, int end, MemberNode? next, MemberNode? before, bool hasComma)
    {
        if (next is not null && !Text.AsSpan(end, Math.Max(0, next.Span.Start - end)).ContainsAny('\n', '#', '/'))
            return new Span(start, Math.Max(end, next.Span.Start));
        if (
            !json
            && !hasComma
            && before is not null
            && Comma(before.Span.End) is { } left
            && left <= start
            && Text.AsSpan(left, start - left).IsWhiteSpace()
        )
            return new Span(left - 1, end);
        return json && before is not null && next is null
            ? new Span(Comma(before.Span.End) ?? start, end)
            : new Span(start, end);
    }

    /// <summary>The offset behind the comma that follows; null when there is none.</summary>
    private int? Comma(int at)
    {
        while (at < Text.Length && (json ? char.IsWhiteSpace(Text[at]) : Text[at] is ' ' or '\t'))
            at++;
        return at < Text.Length && Text[at] == ',' ? at + 1 : null;
    }

    private string Field(IReadOnlyList<string> keys, int depth, ConfigValue value, bool colon, string newLine)
    {
        if (!json)
        {
            var path = HoconPath.Write(keys.Skip(depth));
            if (path == "include" || path.StartsWith("include.", StringComparison.Ordinal))
                path = $"\"include\"{path[7..]}";
            return HoconField(path, colon ? ": " : " = ", value, newLine);
        }
        for (var i = keys.Count - 1; i > depth; i--)
            value = new ConfigObject([KeyValuePair.Create(keys[i], value)]);
        return $"{PrettyWriter.JsonLine(new ConfigString(keys[depth]))}: {Json(value, newLine)}";
    }

    private static string Json(ConfigValue value, string newLine) =>
        PrettyWriter.Json(value).TrimEnd('\n').Replace("\n", newLine, StringComparison.Ordinal);
}
