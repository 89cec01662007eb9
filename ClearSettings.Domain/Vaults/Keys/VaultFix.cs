using System.Globalization;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>A change that fixes one finding.</summary>
/// <param name="Label">For a button: "Remove line", "Make optional", "Add quotes".</param>
/// <param name="From">First character that goes; offsets in UTF-16 units.</param>
/// <param name="To">Behind the last one.</param>
/// <param name="Format">The format that the text is really in; null when it stays.</param>
public sealed record VaultFix(string Label, int From, int To, string Insert, ConfigFormat? Format = null)
{
    // There are 17 of them; each is removed with a check of the whole text.
    private const int MaxConnectionKeys = 20;

    public string Apply(string text) => string.Concat(text.AsSpan(0, From), Insert, text.AsSpan(To));

    /// <summary>
    /// The fix of a finding where there is one that cannot go wrong: the text has less to say against it afterwards,
    /// and nothing new.
    /// </summary>
    public static VaultFix? For(
        Finding finding,
        string text,
        ConfigFormat format,
        VaultTarget target,
        VaultAudience audience = VaultAudience.Author
    )
    {
        if (Suggest(finding, text, format) is not { } fix)
            return null;
        // What has another format may have other findings then, such as a key of one machine, but it can be read.
        if (fix.Format is { } other)
            return ConfigFormats.Read(text, other).HasErrors ? null : fix;
        var before = VaultContents.Check(target, text, format, audience).Findings;
        var after = VaultContents.Check(target, fix.Apply(text), format, audience).Findings;
        return
            after.Count < before.Count
            && after.Count(f => f.Severity == Severity.Error) <= before.Count(f => f.Severity == Severity.Error)
            ? fix
            : null;
    }

    /// <summary>
    /// Removes the settings that say where and as whom a client logs in, such as those of an imported clearml.conf.
    /// </summary>
    /// <param name="findings">All that there is to say about the text.</param>
    /// <returns>Null when there are none, or when none can be removed without changing others.</returns>
    public static VaultFix? WithoutConnection(IReadOnlyList<Finding> findings, string text, ConfigFormat format)
    {
        var changed = findings
            .Where(IsConnectionFinding)
            .Take(MaxConnectionKeys)
            .Aggregate(text, (left, f) => DocumentEditor.Remove(left, f.Path, format).Text ?? left);
        return changed == text ? null : Change("Remove all", text, changed);
    }

    public static bool IsConnectionFinding(Finding finding) => finding.Code == ConnectionKeys.Code;

    /// <summary>Puts a known key with its default into a text, in the object that it belongs to.</summary>
    /// <param name="path">Of a <see cref="KnownKey"/>.</param>
    /// <returns>Null when the text has the key, cannot be read, or cannot take it.</returns>
    public static VaultFix? Insertion(string path, string text, ConfigFormat format)
    {
        if (path.AsSpan().IndexOfAny("*[") >= 0 || KnownKeys.Find(path) is not { } known)
            return null;
        var whole = format == ConfigFormat.Json && string.IsNullOrWhiteSpace(text) ? "{\n}\n" : text;
        var document = ConfigFormats.Read(whole, format);
        if (document.HasErrors || Resolver.Resolve(document).Root.Find(path) is not null)
            return null;
        return Change("Insert", text, DocumentEditor.Set(whole, path, First(known), format).Text);
    }

    private static ConfigValue First(KnownKey known) =>
        known.Type switch
        {
            "object" => ConfigObject.Empty,
            "list" => new ConfigList([]),
            "true / false" => new ConfigBoolean(known.Default == "true"),
            "number" => new ConfigNumber(
                double.TryParse(known.Default, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? known.Default
                    : "0"
            ),
            _ => new ConfigString(""),
        };

    private static VaultFix? Suggest(Finding finding, string text, ConfigFormat format) =>
        finding.Code switch
        {
            "machine-key" => Remove("Remove line", finding, text, format),
            ConnectionKeys.Code => Remove("Remove", finding, text, format),
            "required-variable" => MakeOptional(finding, text),
            ClientFile.ByteOrderMark => new("Remove it", finding.Span.Start, finding.Span.End, ""),
            ClientFile.SpecialSpace => Change("Replace all", text, ClientFile.WithOrdinarySpaces(text, format)),
            ValueTypes.Code => RemoveQuotes(finding, text) ?? AddQuotes(finding, text),
            "number-text" or "yaml-number-text" or "environment-value" or "yaml-boolean-word" or "yaml-old-number" =>
                AddQuotes(finding, text),
            "yaml-in-hocon" => new("Change format to YAML", 0, 0, "", ConfigFormat.Yaml),
            "bad-unicode-escape" or "unknown-escape" => DoubleBackslash(finding, text),
            _ => null,
        };

    private static VaultFix? Remove(string label, Finding finding, string text, ConfigFormat format) =>
        Change(label, text, DocumentEditor.Remove(text, finding.Path, format).Text);

    private static VaultFix? MakeOptional(Finding finding, string text)
    {
        var at = Found(finding, text).IndexOf("${");
        if (at < 0)
            return null;
        var name = finding.Span.Start + at + 2;
        return new("Make optional", name, name, "?");
    }

    private static VaultFix? RemoveQuotes(Finding finding, string text) =>
        Unquoted(Found(finding, text)) is { } value
            ? new("Remove quotes", finding.Span.Start, finding.Span.End, value)
            : null;

    private static VaultFix? AddQuotes(Finding finding, string text) =>
        Found(finding, text) is var found && IsBare(found)
            ? new("Add quotes", finding.Span.Start, finding.Span.End, $"\"{found}\"")
            : null;

    private static VaultFix? DoubleBackslash(Finding finding, string text) =>
        finding.Span.Length > 1 && !Escapes.IsDropped(text[finding.Span.Start + 1])
            ? new("Double backslash", finding.Span.Start, finding.Span.Start, "\\")
            : null;

    private static ReadOnlySpan<char> Found(Finding finding, string text) =>
        text.AsSpan(finding.Span.Start, finding.Span.Length);

    // From the first character that differs to the last one.
    private static VaultFix? Change(string words, string text, string? changed)
    {
        if (changed is null)
            return null;
        var (from, tail, most) = (0, 0, Math.Min(text.Length, changed.Length));
        while (from < most && text[from] == changed[from])
            from++;
        while (tail < most - from && text[^(tail + 1)] == changed[^(tail + 1)])
            tail++;
        return new(words, from, text.Length - tail, changed[from..(changed.Length - tail)]);
    }

    /// <summary>The number or boolean in quotes, or null.</summary>
    private static string? Unquoted(ReadOnlySpan<char> value)
    {
        if (value.Length is < 3 or > 100 || value[0] is not ('"' or '\'') || value[^1] != value[0])
            return null;
        var inner = value[1..^1].Trim().ToString();
        return
            inner is "true" or "false"
            || ConfigFormats.Read($"{{\"x\": {inner}}}", ConfigFormat.Json) is { HasErrors: false }
            ? inner
            : null;
    }

    private static bool IsBare(ReadOnlySpan<char> value) =>
        value.Length is > 0 and < 100 && value.IndexOfAny("\"'\n{}[],#$") < 0;
}
