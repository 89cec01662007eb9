namespace ClearSettings.Domain.Hocon;

/// <summary>Which language a text is in.</summary>
public enum Dialect
{
    /// <summary>HOCON as its specification says, nothing more.</summary>
    Strict,

    /// <summary>HOCON as it stands in real clearml.conf files: slips that the clients forgive are warnings.</summary>
    ClearML,

    /// <summary>
    /// JSON as RFC 8259 says, with an optional byte order mark; a key may stand only once in an object.
    /// </summary>
    Json,
}

/// <summary>How to read a text.</summary>
public sealed record ParseOptions
{
    public static ParseOptions Default { get; } = new();

    public Dialect Dialect { get; init; } = Dialect.ClearML;

    public Limits Limits { get; init; } = Limits.Default;

    /// <summary>Null refuses every include with an error.</summary>
    public IIncludeResolver? IncludeResolver { get; init; }

    /// <summary>The name that messages and origins show.</summary>
    public string Name { get; init; } = "document";
}

/// <summary>A parsed text: its tree and everything there is to say about it.</summary>
public sealed class Document(
    SourceText source,
    Dialect dialect,
    Node root,
    IReadOnlyList<Finding> findings,
    IReadOnlyList<Comment> comments
)
{
    public SourceText Source { get; } = source;

    public Dialect Dialect { get; } = dialect;

    /// <summary>
    /// An <see cref="ObjectNode"/> or a <see cref="ListNode"/>, in JSON also a scalar. Of a text with errors it is what
    /// could be read.
    /// </summary>
    public Node Root { get; } = root;

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<Finding> Findings { get; } = findings;

    /// <summary>All comments in the order of the text, also those that belong to no field.</summary>
    public IReadOnlyList<Comment> Comments { get; } = comments;

    public bool HasErrors { get; } = findings.Any(f => f.Severity == Severity.Error);

    /// <summary>
    /// Reads a text. It never throws because of what stands in it: errors and broken limits are <see cref="Findings"/>.
    /// </summary>
    /// <example><code>var document = Document.Parse("port = 8080, url = ${?URL}");
    /// if (!document.HasErrors) Console.WriteLine(Resolver.Resolve(document).Root.GetLong("port"));</code></example>
    public static Document Parse(string text, ParseOptions? options = null) =>
        new Parser(text, options ?? ParseOptions.Default).Read();
}
