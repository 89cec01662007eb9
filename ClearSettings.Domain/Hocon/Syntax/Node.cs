namespace ClearSettings.Domain.Hocon;

/// <summary>A piece of the syntax tree: what was written and where, before anything is merged or substituted.</summary>
public abstract class Node(Span span)
{
    public Span Span { get; internal set; } = span;
}

/// <summary>How a scalar is written and what it is.</summary>
public enum ScalarKind : byte
{
    /// <summary>Between single double quotes.</summary>
    Quoted,

    /// <summary>Between three double quotes.</summary>
    TripleQuoted,

    /// <summary>A string without quotes.</summary>
    Unquoted,

    /// <summary>A number; <see cref="ScalarNode.Text"/> keeps it as written.</summary>
    Number,

    Boolean,
    Null,
}

/// <summary>
/// A string, number, boolean or null. The text is cut out of the source and its escapes are decoded when someone asks.
/// </summary>
public sealed class ScalarNode : Node
{
    private readonly string? _source;
    private readonly bool _escaped;
    private string? _text;

    public ScalarNode(ScalarKind kind, string text, Span span)
        : base(span)
    {
        Kind = kind;
        _text = text;
    }

    internal ScalarNode(ScalarKind kind, string source, Span span, bool escaped)
        : base(span)
    {
        Kind = kind;
        _source = source;
        _escaped = escaped;
    }

    public ScalarKind Kind { get; }

    /// <summary>The value: a string decoded, a number as written, "true" or "false", "null".</summary>
    public string Text => _text ??= Read();

    public bool IsString => Kind <= ScalarKind.Unquoted;

    private string Read()
    {
        var quotes =
            Kind == ScalarKind.Quoted ? 1
            : Kind == ScalarKind.TripleQuoted ? 3
            : 0;
        var content = _source.AsSpan(Span.Start + quotes, Span.Length - (2 * quotes));
        if (_escaped)
            return Escapes.Decode(content);
        return Kind switch
        {
            ScalarKind.Null => "null",
            ScalarKind.Boolean => content[0] == 't' ? "true" : "false",
            _ => content.ToString(),
        };
    }
}

/// <summary>A list in brackets.</summary>
public sealed class ListNode(IReadOnlyList<Node> items, Span span) : Node(span)
{
    public IReadOnlyList<Node> Items { get; } = items;
}

/// <summary>Values beside each other on one line: strings are joined, objects merged, lists appended.
/// White space that counts stands between the pieces as an unquoted <see cref="ScalarNode"/>.</summary>
public sealed class ConcatNode(IReadOnlyList<Node> pieces, Span span) : Node(span)
{
    public IReadOnlyList<Node> Pieces { get; } = pieces;
}

/// <summary>A substitution: <c>${a.b}</c> or, optional, <c>${?a.b}</c>.</summary>
public sealed class ReferenceNode(IReadOnlyList<PathElement> path, bool optional, Span span) : Node(span)
{
    public IReadOnlyList<PathElement> Path { get; } = path;

    public bool Optional { get; } = optional;
}
