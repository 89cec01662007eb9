using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Web.Commands;

/// <summary>
/// Merges files, later ones win. With --json every file has its line, and the last one, which has the last word,
/// carries the result.
/// </summary>
internal sealed class ConfigMerge(List<ConfigFile> files, ResolveOptions options, ConfigOutput output)
{
    public int Run(ConfigFormat to, bool forClients, bool origins)
    {
        var usable = files.TrueForAll(f => !f.Document.HasErrors);
        var resolved = usable
            ? Resolver.Merge([.. files.Select(f => f.Document)], options with { Partial = forClients })
            : null;
        List<ResolvedFinding> findings = [.. resolved?.Findings ?? []];
        var (made, text) = resolved is { HasErrors: false }
            ? Write(resolved.Value, to, forClients, origins, findings)
            : (null, null);
        var ok = true;
        foreach (var file in files)
            ok &= ReportFile(file, findings, file == files[^1], made);
        if (ok && text is not null)
            output.Print(null, text);
        return ok ? 0 : CommandLine.CannotRun;
    }

    private (ConfigValue? Made, string? Text) Write(
        ConfigValue value,
        ConfigFormat to,
        bool forClients,
        bool origins,
        List<ResolvedFinding> findings
    )
    {
        if (origins && !forClients)
            return (value, Origins(value));
        var written = forClients ? CanonicalWriter.Write(value) : Domain.Hocon.FormatConverter.To(to, value);
        findings.AddRange(written.Findings);
        return (
            forClients && written.Text is not null ? new ConfigString(written.Text)
            : forClients ? null
            : value,
            written.Text
        );
    }

    private bool ReportFile(ConfigFile file, List<ResolvedFinding> findings, bool isLast, ConfigValue? made)
    {
        var own = findings
            .Where(f =>
                f.Document == file.Document || (isLast && files.TrueForAll(other => other.Document != f.Document))
            )
            .Select(f => f.Finding);
        List<Finding> all = [.. file.Document.Findings.Concat(own).OrderBy(f => f.Span.Start)];
        return output.Report(file, all, isLast ? "value" : null, made);
    }

    /// <summary>A line for each value: its path, the value, where it was set, what it overrides.</summary>
    private static string Origins(ConfigValue value)
    {
        var lines = new StringBuilder();
        Leaf(value, [], lines);
        return lines.ToString();
    }

    private static void Leaf(ConfigValue value, List<string> path, StringBuilder lines)
    {
        if (value is ConfigObject { Count: > 0 } fields)
        {
            foreach (var (key, field) in fields)
            {
                path.Add(key);
                Leaf(field, path, lines);
                path.RemoveAt(path.Count - 1);
            }
            return;
        }
        lines
            .Append(HoconPath.Write(path))
            .Append(" = ")
            .Append(PrettyWriter.JsonLine(value))
            .Append("  # ")
            .Append(value.Origin);
        if (value.Overrode.Count > 0)
            lines.Append(", overrides ").AppendJoin(", ", value.Overrode);
        lines.Append('\n');
    }
}
