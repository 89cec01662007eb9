namespace ClearSettings.Domain.Hocon;

/// <summary>Where a text sets a key.</summary>
/// <param name="Exact">Fields of exactly this path, in the order of the text.</param>
/// <param name="Below">Fields whose own path goes deeper: <c>a.b = 1</c> for a.</param>
/// <param name="Parents">Objects in which the rest of the path may be written, with how many keys lead to them: the
/// root first, the deepest last.</param>
internal sealed record FieldLocator(
    List<(FieldNode Field, ObjectNode Parent)> Exact,
    List<(FieldNode Field, ObjectNode Parent)> Below,
    List<(ObjectNode Object, int Depth)> Parents
)
{
    public static FieldLocator Find(Document document, IReadOnlyList<string> keys)
    {
        var places = new FieldLocator([], [], []);
        if (document.Root is ObjectNode root)
            places.Walk(root, keys, 0);
        // Of equally deep ones the last counts, since it wins.
        places.Parents.Sort(
            (a, b) =>
                a.Depth != b.Depth ? a.Depth.CompareTo(b.Depth) : a.Object.Span.Start.CompareTo(b.Object.Span.Start)
        );
        return places;
    }

    private void Walk(ObjectNode node, IReadOnlyList<string> keys, int depth)
    {
        Parents.Add((node, depth));
        foreach (var field in node.Fields)
        {
            var common = Math.Min(field.Path.Count, keys.Count - depth);
            if (!Matches(field, keys, depth, common))
                continue;
            var rest = keys.Count - depth - field.Path.Count;
            if (rest == 0)
                Exact.Add((field, node));
            else if (rest < 0)
                Below.Add((field, node));
            else if (field.Value is ObjectNode inner && field.Separator != Separator.PlusEquals)
                Walk(inner, keys, depth + field.Path.Count);
        }
    }

    private static bool Matches(FieldNode field, IReadOnlyList<string> keys, int depth, int common)
    {
        for (var i = 0; i < common; i++)
        {
            if (field.Path[i].Text != keys[depth + i])
                return false;
        }
        return true;
    }
}
