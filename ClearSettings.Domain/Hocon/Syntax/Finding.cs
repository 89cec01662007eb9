namespace ClearSettings.Domain.Hocon;

/// <summary>
/// An error makes the document unusable; a warning tells that the text means something else than it seems or is not
/// portable.
/// </summary>
public enum Severity
{
    Error,
    Warning,
}

/// <summary>One thing to say about a document.</summary>
/// <param name="Code">A short stable id such as "missing-brace".</param>
/// <param name="Span">Where, as offsets in the document's text; <paramref name="Start"/> and <paramref name="End"/> are
/// the same for people.</param>
/// <param name="Path">The key it is about, written as a HOCON path; empty at the root.</param>
/// <param name="Message">A complete sentence.</param>
/// <param name="Fix">What to write or do instead, when the engine knows it.</param>
public sealed record Finding(
    Severity Severity,
    string Code,
    Span Span,
    Position Start,
    Position End,
    string Path,
    string Message,
    string? Fix
)
{
    public override string ToString() =>
        $"{Start}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}{(Fix is null ? "" : " " + Fix)}";
}

/// <summary>
/// What was refused: the input broke a limit, a substitution has no value, or a value has another type than the caller
/// asked for. It is the only exception that this engine throws for what stands in a document.
/// </summary>
public sealed class HoconException : Exception
{
    public HoconException(string message)
        : base(message) { }

    public HoconException(Finding finding)
        : base(finding.ToString()) => Findings = [finding];

    public HoconException(IReadOnlyList<Finding> findings)
        : base(string.Join('\n', findings)) => Findings = findings;

    public IReadOnlyList<Finding> Findings { get; } = [];

    internal Document? Document { get; init; }
}
