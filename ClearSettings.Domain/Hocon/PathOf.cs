namespace ClearSettings.Domain.Hocon;

/// <summary>Finds the key in whose value an origin lies. It searches the tree, so it serves messages, not resolving.</summary>
internal static class PathOf
{
    public static string Value(Origin origin)
    {
        List<string> path = [];
        var node = origin.Document?.Root;
        while (node is not null) node = Step(node, origin.Span, path);
        return HoconPath.Write(path);
    }

    private static Node? Step(Node node, Span span, List<string> path)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields)
                {
                    if (!Covers(field, span)) continue;
                    path.AddRange(field.Path.Select(p => p.Text));
                    return field.Value;
                }
                return null;
            case ListNode list: return list.Items.FirstOrDefault(i => Covers(i, span));
            case ConcatNode concat: return concat.Pieces.FirstOrDefault(p => Covers(p, span));
            default: return null;
        }
    }

    private static bool Covers(Node node, Span span) => node.Span.Start <= span.Start && span.End <= node.Span.End;
}
