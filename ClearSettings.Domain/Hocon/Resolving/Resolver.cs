namespace ClearSettings.Domain.Hocon;

/// <summary>How to resolve substitutions.</summary>
public sealed record ResolveOptions
{
    public static ResolveOptions Default { get; } = new();

    /// <summary>Asked for a reference that the documents do not define; null is an empty environment.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>
    /// Keeps references that look like environment variables and are defined nowhere as <see cref="ConfigPending"/>
    /// values.
    /// </summary>
    public bool Partial { get; init; }

    public Limits Limits { get; init; } = Limits.Default;
}

/// <summary>A resolved document. With errors the value holds what could be resolved.</summary>
/// <param name="Value">A <see cref="ConfigObject"/>, or what else the root is.</param>
/// <param name="Findings">Of resolving only; those of parsing stay with their documents.
/// <see cref="ResolvedFinding.Document"/> tells the document.</param>
public sealed record Resolved(ConfigValue Value, IReadOnlyList<ResolvedFinding> Findings)
{
    /// <summary>The work that it took, as <see cref="Limits.MaxSteps"/> counts it: the same on every machine.</summary>
    public long Steps { get; init; }

    public bool HasErrors => Findings.Any(f => f.Finding.Severity == Severity.Error);

    /// <summary>
    /// The value as an object; throws <see cref="HoconException"/> when there are errors or the root is none.
    /// </summary>
    public ConfigObject Root =>
        HasErrors
            ? throw new HoconException([.. Findings.Select(f => f.Finding).Where(f => f.Severity == Severity.Error)])
            : Value as ConfigObject ?? throw new HoconException($"The document is {Value.TypeName}, not an object.");
}

/// <summary>A finding with the document it is about, since a merge has several.</summary>
public sealed record ResolvedFinding(Document Document, Finding Finding)
{
    public override string ToString() => $"{Document.Source.Name}:{Finding}";
}

/// <summary>Merges duplicate keys and substitutes references.</summary>
public static class Resolver
{
    /// <summary>Resolves one document. Errors are findings, nothing is thrown.</summary>
    public static Resolved Resolve(Document document, ResolveOptions? options = null) => Merge([document], options);

    /// <summary>
    /// Merges documents, later ones win: objects deep, lists and all else replaced, null overrides. References are
    /// looked up in the merged stack. Each value's <see cref="ConfigValue.Origin"/> and
    /// <see cref="ConfigValue.Overrode"/> tell which document and line set it. A document whose root is not an object
    /// is an error unless it is the only one.
    /// </summary>
    public static Resolved Merge(IReadOnlyList<Document> documents, ResolveOptions? options = null) =>
        new Resolution(documents, options ?? ResolveOptions.Default).Run();
}
