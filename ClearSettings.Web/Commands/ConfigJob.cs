using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Commands;

/// <summary>One run of a config command over its files. The answers are exit codes.</summary>
internal sealed class ConfigJob(
    string[] names,
    ConfigFormat? format,
    Dialect dialect,
    Dictionary<string, string> environment,
    ConfigOutput output
)
{
    public VaultAudience Audience { get; init; }

    private readonly ResolveOptions _options = new() { Environment = environment };

    public int Check(bool forClients) =>
        Each(file =>
        {
            var findings = forClients
                ? VaultCheck.Check(file.Document, Audience).Findings
                : ClientFile.Check(Resolved(file).Findings);
            return output.Report(file, findings, toOutput: true);
        });

    public int Convert(ConfigFormat to) =>
        Each(file =>
        {
            var written = Domain.Hocon.FormatConverter.To(to, file.Document, environment);
            return Made(
                file,
                [.. written.Findings.Select(f => f.Finding)],
                "text",
                written.Text is { } text ? new ConfigString(text) : null,
                written.Text
            );
        });

    public int Render(ConfigFormat to) =>
        Each(file =>
        {
            var (value, findings) = Resolved(file);
            if (value is null || output.Json)
                return Made(file, findings, "value", value, null);
            var written = Domain.Hocon.FormatConverter.To(to, value);
            return Made(file, [.. findings, .. written.Findings.Select(f => f.Finding)], "value", value, written.Text);
        });

    /// <summary>The text that clients are sent, by the rules of vaults.</summary>
    public int ForClients(string key) =>
        Each(file =>
        {
            var report = VaultCheck.Check(file.Document, Audience);
            return Made(
                file,
                report.Findings,
                key,
                report.ForClients is { } text ? new ConfigString(text) : null,
                report.ForClients
            );
        });

    public int Merge(ConfigFormat to, bool forClients, bool origins) =>
        new ConfigMerge(Files(), _options, output).Run(to, forClients, origins);

    private int Each(Func<ConfigFile, bool> work)
    {
        var ok = true;
        foreach (var name in names)
            ok &= work(ConfigFile.Read(name, format, dialect));
        return ok ? 0 : CommandLine.CannotRun;
    }

    private List<ConfigFile> Files() => [.. names.Select(n => ConfigFile.Read(n, format, dialect))];

    /// <summary>The value is null when there are errors.</summary>
    private (ConfigValue? Value, IReadOnlyList<Finding> Findings) Resolved(ConfigFile file)
    {
        if (file.Document.HasErrors)
            return (null, file.Document.Findings);
        var resolved = Resolver.Resolve(file.Document, _options);
        return (
            resolved.HasErrors ? null : resolved.Value,
            [.. file.Document.Findings.Concat(resolved.Findings.Select(f => f.Finding)).OrderBy(f => f.Span.Start)]
        );
    }

    private bool Made(ConfigFile file, IReadOnlyList<Finding> findings, string key, ConfigValue? made, string? text)
    {
        var ok = output.Report(file, findings, key, made);
        if (ok && text is not null)
            output.Print(names.Length > 1 ? file.Name : null, text);
        return ok;
    }
}
