namespace ClearSettings.Domain.Hocon;

/// <summary>One resolve: builds the merged tree, computes every slot when it is needed and remembers it.</summary>
internal sealed partial class Resolution
{
    private readonly IReadOnlyList<Document> _documents;
    private readonly ResolveOptions _options;
    private readonly Budget _budget;
    private readonly Concatenator _join;
    private readonly List<ResolvedFinding> _findings = [];
    private readonly List<Reference> _chain = [];
    private ConfigObject _root = ConfigObject.Empty;

    public Resolution(IReadOnlyList<Document> documents, ResolveOptions options)
    {
        (_documents, _options) = (documents, options);
        _budget = new Budget(options.Limits);
        _join = new Concatenator(_budget, Error);
    }

    public static Finding Make(Origin origin, Severity severity, string code, string message, string? fix) =>
        FindingList.Make(
            origin.Document?.Source ?? new SourceText("", ""),
            origin.Span,
            PathResolver.Resolve(origin),
            new(severity, code, message, fix)
        );

    public Resolved Run()
    {
        ConfigValue value = ConfigObject.Empty;
        try
        {
            value = Build();
            if (value is Sign || Deep(value) is not null)
            {
                if (_findings.Count == 0)
                    Error(value.Origin, "cycle", "The document contains itself.", null);
                value = ConfigObject.Empty;
            }
        }
        catch (HoconException broken)
        {
            foreach (var finding in broken.Findings)
                _findings.Add(new ResolvedFinding(broken.Document ?? _documents[0], finding));
            value = ConfigObject.Empty;
        }
        return new Resolved(value, _findings) { Steps = _budget.Steps };
    }

    private ConfigValue Build()
    {
        var builder = new TreeBuilder(_join, _budget);
        if (_documents.Count == 1 && _documents[0].Root is not ObjectNode)
            return builder.Root(_documents[0]) is var root && root is Expression expression
                ? Compute(expression) ?? ConfigObject.Empty
                : root;
        _root = new ConfigObject(new FieldMap(0));
        foreach (var document in _documents)
        {
            if (document.Root is ObjectNode node)
            {
                _root.Origin = new Origin(document, node.Span);
                builder.Into(_root, document);
            }
            else
                Error(
                    new Origin(document, document.Root.Span),
                    "root-no-object",
                    $"{document.Source.Name} has no object at its root and cannot be merged.",
                    "Write its settings as keys with values."
                );
        }
        return _root;
    }
}
