using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>Reads a text and shows its values on one line, as JSON with marks for what stays open.</summary>
internal static class ResolvedTree
{
    public static string Strict(string text, IReadOnlyDictionary<string, string>? environment = null) =>
        Show(text, Dialect.Strict, new ResolveOptions { Environment = environment });

    public static string Lenient(string text) => Show(text, Dialect.ClearML, ResolveOptions.Default);

    public static string Partial(string text) => Show(text, Dialect.ClearML, new ResolveOptions { Partial = true });

    public static Document Parse(string text, Dialect dialect = Dialect.Strict) =>
        Document.Parse(text, new ParseOptions { Dialect = dialect });

    /// <summary>The codes of all findings with their lines and columns.</summary>
    public static string Findings(string text, Dialect dialect = Dialect.Strict) =>
        string.Join(' ', Parse(text, dialect).Findings.Select(f => $"{f.Code}@{f.Start}"));

    public static string Unresolved(string text, bool partial = false) =>
        string.Join(
            ' ',
            Resolver
                .Resolve(Parse(text), new ResolveOptions { Partial = partial })
                .Findings.Select(f => $"{f.Finding.Code}@{f.Finding.Start}")
        );

    public static string Show(ConfigValue value) =>
        value switch
        {
            ConfigObject map => $"{{{string.Join(',', map.Select(f => $"{Quote(f.Key)}:{Show(f.Value)}"))}}}",
            ConfigList list => $"[{string.Join(',', list.Items.Select(Show))}]",
            ConfigString text => Quote(text.Value),
            ConfigNumber number => number.Text,
            ConfigBoolean boolean => boolean.Value ? "true" : "false",
            ConfigNull => "null",
            ConfigReference reference =>
                $"${{{(reference.Optional ? "?" : "")}{reference.Name}}}{Otherwise(reference)}",
            ConfigConcat concat => $"<{string.Concat(concat.Pieces.Select(Show))}>{Otherwise(concat)}",
            _ => throw new ArgumentException(value.ToString()),
        };

    private static string Show(string text, Dialect dialect, ResolveOptions options)
    {
        var document = Parse(text, dialect);
        Assert.DoesNotContain(document.Findings, f => f.Severity == Severity.Error);
        var resolved = Resolver.Resolve(document, options);
        Assert.DoesNotContain(resolved.Findings, f => f.Finding.Severity == Severity.Error);
        return Show(resolved.Value);
    }

    private static string Otherwise(ConfigPending pending) =>
        pending.Fallback is { } fallback ? $" or {Show(fallback)}" : "";

    private static string Quote(string text)
    {
        var escaped = text.Replace("\\", "\\\\")
            .Replace("\"", "\\\"")
            .Replace("\n", "\\n")
            .Replace("\r", "\\r")
            .Replace("\t", "\\t")
            .Replace("\b", "\\b")
            .Replace("\f", "\\f");
        return $"\"{escaped}\"";
    }
}
