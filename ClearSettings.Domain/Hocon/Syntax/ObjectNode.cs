namespace ClearSettings.Domain.Hocon;

/// <summary>An object: fields and includes in the order they were written, duplicates too.</summary>
public sealed class ObjectNode(IReadOnlyList<MemberNode> members, bool hasBraces, Span span) : Node(span)
{
    public IReadOnlyList<MemberNode> Members { get; } = members;

    /// <summary>False only for a root whose braces are omitted; its span is then the whole text.</summary>
    public bool HasBraces { get; } = hasBraces;

    public IEnumerable<FieldNode> Fields => Members.OfType<FieldNode>();
}

/// <summary>What may stand in an object.</summary>
public abstract class MemberNode(Span span) : Node(span)
{
    /// <summary>The comments on the lines above, without a blank line between.</summary>
    public IReadOnlyList<Comment> CommentsBefore { get; internal set; } = [];

    /// <summary>The comment behind it on the same line.</summary>
    public Comment? CommentAfter { get; internal set; }
}

/// <summary>What stands between a key and its value. In front of <c>{</c> it may be absent.</summary>
public enum Separator : byte
{
    None,
    Equals,
    Colon,
    PlusEquals,
}

/// <summary>
/// A key's path with its value. The span goes from the first character of the key to the last of the value.
/// </summary>
public sealed class FieldNode(IReadOnlyList<PathElement> path, Separator separator, Node value, Span span)
    : MemberNode(span)
{
    public IReadOnlyList<PathElement> Path { get; } = path;

    public Separator Separator { get; } = separator;

    public Node Value { get; } = value;
}

/// <summary>One key of a path.</summary>
/// <param name="Text">The key, its escapes decoded.</param>
/// <param name="Quoted">True when a part of it stands in quotes, so that its dots belong to the key.</param>
public readonly record struct PathElement(string Text, bool Quoted, Span Span);

/// <summary>A comment, from its <c>#</c> or <c>//</c> to the end of its line.</summary>
public readonly record struct Comment(Span Span);

/// <summary>An <c>include</c> with what the <see cref="IIncludeResolver"/> found for it.</summary>
public sealed class IncludeNode(IncludeRequest request, IReadOnlyList<Document> documents, Span span) : MemberNode(span)
{
    public IncludeRequest Request { get; } = request;

    /// <summary>Merged in this order, later ones win; empty when nothing was found.</summary>
    public IReadOnlyList<Document> Documents { get; } = documents;
}
