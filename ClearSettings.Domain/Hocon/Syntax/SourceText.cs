namespace ClearSettings.Domain.Hocon;

/// <summary>A place in a text as people count it: line and column start at 1, the column counts UTF-16 units.</summary>
public readonly record struct Position(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}

/// <summary>A piece of a text: offsets in UTF-16 units, the end is not part of it.</summary>
public readonly record struct Span(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>
/// A text with the name that messages show. Lines are found when someone asks for the first position, not before.
/// </summary>
public sealed class SourceText(string text, string name)
{
    private int[]? _lines;

    public string Text { get; } = text;

    public string Name { get; } = name;

    /// <summary>
    /// The position of an offset; offsets outside the text give its first or last position. Lines end with a line feed.
    /// </summary>
    public Position GetPosition(int offset)
    {
        var lines = _lines ??= LineStarts(Text);
        offset = Math.Clamp(offset, 0, Text.Length);
        var found = Array.BinarySearch(lines, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Position(line + 1, offset - lines[line] + 1);
    }

    /// <summary>The text of a span as it was written.</summary>
    public string Slice(Span span) => Text[span.Start..span.End];

    private static int[] LineStarts(string text)
    {
        var lines = new int[text.AsSpan().Count('\n') + 1];
        var line = 0;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1))
            lines[++line] = i + 1;
        return lines;
    }
}
