using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>
/// Everything that the engine does with a text from a stranger. The answers do not matter here; that there is one does.
/// </summary>
public static class Target
{
    private static readonly Dictionary<string, string> Environment = new() { ["HOME"] = "/root", ["X"] = "x" };
    private static readonly ParseOptions Strict = new() { Dialect = Dialect.Strict };
    private static readonly ParseOptions Json = new() { Dialect = Dialect.Json };

    /// <summary>What may be done to a text, each to be timed alone.</summary>
    public static IReadOnlyList<(string Name, Action<string> Run)> All { get; } =
    [
        ("strict", text => Use(Document.Parse(text, Strict))),
        ("clearml", text => Use(Document.Parse(text))),
        ("json", text => Use(Document.Parse(text, Json))),
        ("yaml", text => Use(YamlReader.Parse(text))),
        ("vault", text => VaultCheck.Check(text, ConfigFormat.Hocon)),
        ("set", text => DocumentEditor.Set(text, "a.b", new ConfigString("x"), ConfigFormat.Hocon)),
        ("remove", text => DocumentEditor.Remove(text, "a", ConfigFormat.Yaml)),
    ];

    private static void Use(Document document)
    {
        foreach (var finding in document.Findings)
            Check(document, finding);
        if (document.HasErrors)
            return;
        var resolved = Resolver.Resolve(document, new ResolveOptions { Environment = Environment });
        foreach (var finding in resolved.Findings)
            Check(finding.Document, finding.Finding);
        if (resolved.HasErrors)
            return;
        foreach (var format in Enum.GetValues<ConfigFormat>())
            Domain.Hocon.FormatConverter.To(format, resolved.Value);
        CanonicalWriter.Write(resolved.Value);
    }

    private static void Check(Document document, Finding finding)
    {
        if (
            finding.Span.Start < 0
            || finding.Span.End < finding.Span.Start
            || finding.Span.End > document.Source.Text.Length
        )
            throw new InvalidOperationException(
                $"{finding.Code} has the span {finding.Span} in a text of {document.Source.Text.Length}."
            );
        if (finding.Message.Length == 0)
            throw new InvalidOperationException($"{finding.Code} has no message.");
    }
}
