namespace ClearSettings.Domain.Hocon;

/// <summary>
/// The comments of a document for the values that come from it, each given out once, with <c>#</c> in front.
/// </summary>
internal sealed class WriterComments
{
    private readonly Document? _document;
    private readonly Dictionary<Span, FieldNode> _fields = [];
    private readonly HashSet<Comment> _left = [];

    private WriterComments(Document? document)
    {
        if (document is null || document.Comments.Count == 0)
            return;
        _document = document;
        _left = [.. document.Comments];
        Collect(document.Root);
        var (first, last) = Ends(document);
        Header =
        [
            .. document.Comments.Where(c => c.Span.End <= first && _left.Contains(c) && !IsAttached(c)).Select(Render),
        ];
        Trailer =
        [
            .. document.Comments.Where(c => c.Span.Start >= last && _left.Contains(c) && !IsAttached(c)).Select(Render),
        ];
    }

    public static WriterComments None { get; } = new(null);

    /// <summary>Those above the first field that belong to none.</summary>
    public IReadOnlyList<string> Header { get; } = [];

    /// <summary>Those behind the last field that belong to none.</summary>
    public IReadOnlyList<string> Trailer { get; } = [];

    /// <summary>How many have not been given out.</summary>
    public int Left => _left.Count;

    public static WriterComments From(Document document) => new(document);

    public (IReadOnlyList<string> Before, string? After) ForValue(ConfigValue value)
    {
        if (
            _document is null
            || value.Origin.Document != _document
            || !_fields.Remove(value.Origin.Span, out var field)
        )
            return ([], null);
        List<string> before = [.. field.CommentsBefore.Where(_left.Contains).Select(Render)];
        if (field.CommentAfter is not { } after || !_left.Contains(after))
            return (before, null);
        if (value is not (ConfigContainer or ConfigPending { Fallback: not null }))
            return (before, Render(after));
        before.Add(Render(after));
        return (before, null);
    }

    private string Render(Comment comment)
    {
        _left.Remove(comment);
        var text = _document!.Source.Slice(comment.Span);
        return text.StartsWith('#') ? text : "#" + text[2..];
    }

    private void Collect(Node node)
    {
        foreach (var inner in Inside(node))
        {
            if (inner is FieldNode field)
            {
                _fields.TryAdd(field.Value.Span, field);
                Collect(field.Value);
            }
            else
                Collect(inner);
        }
    }

    private static IEnumerable<Node> Inside(Node node) =>
        node switch
        {
            ObjectNode value => value.Fields,
            ListNode list => list.Items,
            ConcatNode concat => concat.Pieces,
            _ => [],
        };

    private bool IsAttached(Comment comment) =>
        _fields.Values.Any(f => f.CommentAfter == comment || f.CommentsBefore.Contains(comment));

    private static (int First, int Last) Ends(Document document) =>
        document.Root is ObjectNode { Members: { Count: > 0 } members }
            ? (members[0].Span.Start, members[^1].Span.End)
            : (document.Source.Text.Length, document.Source.Text.Length);
}
