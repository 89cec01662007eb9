using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>What a text is worth as the contents of a vault with a certain target.</summary>
public static class VaultContents
{
    /// <summary>
    /// As <see cref="VaultCheck.Check(string, ConfigFormat, VaultAudience)"/>, with the target's own rules.
    /// </summary>
    public static VaultReport Check(
        VaultTarget target,
        string text,
        ConfigFormat format,
        VaultAudience audience = VaultAudience.Author
    ) =>
        Encoding.UTF8.GetByteCount(text) > VaultCheck.MaxBytes
            ? TooLong(text)
            : target.Rules().Check(text, format, audience);

    /// <summary>For a target that clients read as a file of its own: the text has to resolve completely.</summary>
    /// <param name="check">What is wrong with the contents: where, the key that is at fault or "", a sentence, and how
    /// to fix it.</param>
    internal static VaultReport CheckUnmerged(
        string text,
        ConfigFormat format,
        Func<ConfigObject, IEnumerable<ContentProblem>> check
    )
    {
        var document = ConfigFormats.Read(text, format, new ParseOptions { Name = "vault" });
        var resolved = document.HasErrors ? null : Resolver.Resolve(document);
        if (resolved is not { HasErrors: false })
            return new(Join(document, resolved?.Findings ?? []), null);
        var findings = new WriterFindings();
        if (resolved.Value is ConfigObject root)
            foreach (var (at, key, message, fix) in check(root))
            {
                findings.Path.Clear();
                if (key.Length > 0)
                    findings.Path.Add(key);
                findings.Error(at, "wrong-contents", message, fix);
            }
        var written = CanonicalWriter.Write(resolved.Value);
        return new(Join(document, [.. findings.All, .. written.Findings]), findings.HasErrors ? null : written.Text);
    }

    /// <summary>"386 B", "1.1 KB", "24 KB".</summary>
    public static string Size(int bytes) =>
        bytes < 1024 ? $"{bytes} B"
        : bytes < 10 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KB");

    private static VaultReport TooLong(string text)
    {
        var source = new SourceText(text, "vault");
        return new(
            [
                FindingList.Make(
                    source,
                    default,
                    "",
                    new(
                        Severity.Error,
                        "vault-too-large",
                        $"The text has more than {VaultCheck.MaxBytes / 1024} KB.",
                        "Store large data elsewhere and put its address here."
                    )
                ),
            ],
            null
        );
    }

    private static IReadOnlyList<Finding> Join(Document document, IEnumerable<ResolvedFinding> found) =>
        [.. document.Findings.Concat(found.Select(f => f.Finding)).OrderBy(f => f.Span.Start)];
}
