namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Collects the findings of one document: at most a number of each severity, so that warnings never hide an error.
/// </summary>
internal sealed class FindingList(SourceText source, int limit)
{
    private readonly List<Finding> _findings = [];
    private int _errors;
    private int _warnings;

    /// <summary>True while text is skipped that has already been complained about.</summary>
    public bool Quiet { get; set; }

    public string Text => source.Text;

    public Position GetPosition(int offset) => source.GetPosition(offset);

    /// <summary>The path of what is being read.</summary>
    public List<string> Path { get; } = [];

    public int Errors => _errors;

    public void Error(string code, Span span, string message, string? fix)
    {
        if (!Quiet && _errors++ < limit)
            Add(Severity.Error, code, span, message, fix);
    }

    public void Warning(string code, Span span, string message, string? fix)
    {
        if (!Quiet && _warnings++ < limit)
            Add(Severity.Warning, code, span, message, fix);
    }

    /// <summary>All of them in the order of the text.</summary>
    public IReadOnlyList<Finding> Finish()
    {
        AddSummary(Severity.Error, _errors, "errors");
        AddSummary(Severity.Warning, _warnings, "warnings");
        return _findings.Count < 2 ? _findings : [.. _findings.OrderBy(f => f.Span.Start)];
    }

    /// <param name="path">The key it is about, written as a HOCON path.</param>
    public static Finding Make(SourceText source, Span span, string path, FindingText text) =>
        new(
            text.Severity,
            text.Code,
            span,
            source.GetPosition(span.Start),
            source.GetPosition(span.End),
            path,
            text.Message,
            text.Fix
        );

    private void Add(Severity severity, string code, Span span, string message, string? fix) =>
        _findings.Add(Make(source, span, HoconPath.Write(Path), new(severity, code, message, fix)));

    private void AddSummary(Severity severity, int count, string what)
    {
        if (count > limit)
            Add(
                severity,
                "too-many-findings",
                new Span(source.Text.Length, source.Text.Length),
                $"There are {count - limit} more {what}.",
                null
            );
    }
}

/// <summary>What a <see cref="Finding"/> says, wherever it is.</summary>
internal readonly record struct FindingText(Severity Severity, string Code, string Message, string? Fix);
