using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Web.Commands;

/// <summary>Prints findings as compilers do, or a line of JSON for each file.</summary>
internal sealed class ConfigOutput(TextWriter output, TextWriter errors, bool json)
{
    public bool Json => json;

    /// <summary>One file is done.</summary>
    /// <param name="key">In JSON the name of what was made: text or value; null when nothing was.</param>
    /// <param name="toOutput">Findings are what was asked for and go to standard output.</param>
    /// <returns>True when there is no error.</returns>
    public bool Report(
        ConfigFile file,
        IReadOnlyList<Finding> findings,
        string? key = null,
        ConfigValue? made = null,
        bool toOutput = false
    )
    {
        var ok = findings.All(f => f.Severity != Severity.Error);
        if (json)
            output.WriteLine(PrettyWriter.JsonLine(Line(file.Name, ok, findings, key, made)));
        else
        {
            foreach (var finding in findings)
                (toOutput ? output : errors).WriteLine(Describe(file.ShownName, finding));
        }
        return ok;
    }

    /// <summary>
    /// A document; with several files under a line with its name. Not with --json, where it is a part of the line.
    /// </summary>
    public void Print(string? heading, string text)
    {
        if (json)
            return;
        if (heading is not null)
            output.WriteLine($"==> {Printable(heading)} <==");
        output.Write(text);
        if (text.Length > 0 && !text.EndsWith('\n'))
            output.WriteLine();
    }

    private static ConfigObject Line(
        string file,
        bool ok,
        IReadOnlyList<Finding> findings,
        string? key,
        ConfigValue? made
    )
    {
        List<KeyValuePair<string, ConfigValue>> fields =
        [
            new("file", new ConfigString(file)),
            new("ok", new ConfigBoolean(ok)),
            new("findings", new ConfigList([.. findings.Select(Line)])),
        ];
        if (key is not null)
            fields.Add(new(key, made ?? new ConfigNull()));
        return new ConfigObject(fields);
    }

    private static ConfigValue Line(Finding finding) =>
        new ConfigObject([
            new("severity", new ConfigString(Severities(finding))),
            new("line", Number(finding.Start.Line)),
            new("column", Number(finding.Start.Column)),
            new("path", new ConfigString(finding.Path)),
            new("message", new ConfigString(finding.Message)),
            new("fix", finding.Fix is { } fix ? new ConfigString(fix) : new ConfigNull()),
        ]);

    private static ConfigNumber Number(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    private static string Severities(Finding finding) => finding.Severity == Severity.Error ? "error" : "warning";

    private static string Describe(string name, Finding finding) =>
        Printable(
            $"{name}:{finding.Start}: {Severities(finding)}: "
                + $"{finding.Message}{(finding.Fix is null ? "" : " " + finding.Fix)}"
        );

    /// <summary>What stands in a file may hold commands for the terminal.</summary>
    private static string Printable(string text)
    {
        if (!text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < ' ' or (>= 0x7F and < 0xA0))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }
}
