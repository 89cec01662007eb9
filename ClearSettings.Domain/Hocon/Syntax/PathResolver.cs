namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Finds the key whose value contains an origin. It searches the tree, so it serves messages, not resolving.
/// </summary>
internal static class PathResolver
{
    public static string Resolve(Origin origin)
    {
        List<string> path = [];
        var node = origin.Document?.Root;
        while (node is not null)
            node = Step(node, origin.Span, path);
        return HoconPath.Write(path);
    }

    private static Node? Step(Node node, Span span, List<string> path)
    {
        switch (node)
        {
            case ObjectNode value:
                if (FindEnclosing(value.Members, span) is not FieldNode field)
                    return null;
                path.AddRange(field.Path.Select(p => p.Text));
                return field.Value;
            case ListNode list:
                return FindEnclosing(list.Items, span);
            case ConcatNode concat:
                return FindEnclosing(concat.Pieces, span);
            default:
                return null;
        }
    }

    /// <summary>The node around a span; nodes are in the order of the text and do not overlap.</summary>
    private static Node? FindEnclosing(IReadOnlyList<Node> nodes, Span span)
    {
        var (from, to) = (0, nodes.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (nodes[middle].Span.Start <= span.Start)
                from = middle + 1;
            else
                to = middle;
        }
        return from > 0 && span.End <= nodes[from - 1].Span.End ? nodes[from - 1] : null;
    }
}
