namespace ClearSettings.Domain.Hocon;

/// <summary>A text that was written, or why it was not.</summary>
/// <param name="Text">Null when there are errors.</param>
/// <param name="Findings">Errors name what the target cannot hold, warnings what was lost.</param>
public sealed record RenderedText(string? Text, IReadOnlyList<ResolvedFinding> Findings)
{
    public bool HasErrors => Findings.Any(f => f.Finding.Severity == Severity.Error);

    /// <summary>The text; throws <see cref="HoconException"/> with the errors when there is none.</summary>
    public string TextOrThrow() =>
        Text ?? throw new HoconException([.. Findings.Select(f => f.Finding).Where(f => f.Severity == Severity.Error)]);
}

/// <summary>Collects what is to be said about values while they are written.</summary>
internal sealed class WriterFindings
{
    private static readonly Document None = new(
        new SourceText("", "document"),
        Dialect.Strict,
        new ObjectNode([], false, default),
        [],
        []
    );
    private readonly List<ResolvedFinding> _findings = [];

    /// <summary>The keys that lead to the value that is being written.</summary>
    public List<string> Path { get; } = [];

    public bool HasErrors { get; private set; }

    public IReadOnlyList<ResolvedFinding> All => _findings;

    public void Error(ConfigValue value, string code, string message, string? fix)
    {
        HasErrors = true;
        Add(value, value.Origin.Span, new(Severity.Error, code, message, fix));
    }

    public void Warning(ConfigValue value, string code, string message, string? fix) =>
        Add(value, value.Origin.Span, new(Severity.Warning, code, message, fix));

    /// <summary>What is to be said about the key rather than its value points at the key.</summary>
    public void ErrorAtKey(ConfigValue value, string code, string message, string? fix)
    {
        HasErrors = true;
        AddAtKey(value, new(Severity.Error, code, message, fix));
    }

    public void WarningAtKey(ConfigValue value, string code, string message, string? fix) =>
        AddAtKey(value, new(Severity.Warning, code, message, fix));

    public void Add(IEnumerable<ResolvedFinding> findings)
    {
        _findings.AddRange(findings);
        HasErrors = _findings.Any(f => f.Finding.Severity == Severity.Error);
    }

    private void AddAtKey(ConfigValue value, FindingText text) => Add(value, KeyLocator.Find(value.Origin), text);

    private void Add(ConfigValue value, Span place, FindingText text)
    {
        if (_findings.Count >= 200)
            return;
        var document = value.Origin.Document ?? None;
        _findings.Add(
            new ResolvedFinding(document, FindingList.Make(document.Source, place, HoconPath.Write(Path), text))
        );
    }
}
