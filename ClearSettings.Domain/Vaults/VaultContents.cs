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
    )
    {
        if (Encoding.UTF8.GetByteCount(text) > VaultCheck.MaxBytes)
            return TooLong(text);
        if (target.IsMerged())
            return VaultCheck.Check(text, format, audience);
        var document = ConfigFormats.Read(text, format, new ParseOptions { Name = "vault" });
        var resolved = document.HasErrors ? null : Resolver.Resolve(document);
        if (resolved is not { HasErrors: false })
            return new(Join(document, resolved?.Findings ?? []), null);
        var findings = new WriterFindings();
        if (resolved.Value is ConfigObject root && target != VaultTarget.Other)
            foreach (
                var (at, key, message, fix) in target == VaultTarget.UiStorage
                    ? StorageCredentials.Check(root)
                    : SshKeys.Check(root)
            )
            {
                findings.Path.Clear();
                if (key.Length > 0)
                    findings.Path.Add(key);
                findings.Error(at, "wrong-contents", message, fix);
            }
        var written = CanonicalWriter.Write(resolved.Value);
        return new(Join(document, [.. findings.All, .. written.Findings]), findings.HasErrors ? null : written.Text);
    }

    /// <summary>What the table counts: lines, credentials or key pairs.</summary>
    public static int Count(VaultTarget target, string text, ConfigFormat format) =>
        target switch
        {
            VaultTarget.UiStorage => StorageCredentials.Read(text, format).Count,
            VaultTarget.SshServer => SshKeys.Read(text, format).Count,
            _ => text.Length == 0 ? 0 : text.AsSpan().TrimEnd('\n').Count('\n') + 1,
        };

    /// <summary>"28 lines (1.1 KB)", "3 credentials", "2 keys", "Empty".</summary>
    public static string Summary(VaultTarget target, int items, int bytes) =>
        target switch
        {
            VaultTarget.UiStorage => items == 1 ? "1 credential" : $"{items} credentials",
            VaultTarget.SshServer => items == 1 ? "1 key" : $"{items} keys",
            _ => bytes == 0
                ? "Empty"
                : $"{(items == 1 ? "1 line" : $"{items.ToString("N0", CultureInfo.InvariantCulture)} lines")} "
                    + $"({Size(bytes)})",
        };

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
                    Severity.Error,
                    "vault-too-large",
                    default,
                    "",
                    $"The text has more than {VaultCheck.MaxBytes / 1024} KB.",
                    "Store large data elsewhere and put its address here."
                ),
            ],
            null
        );
    }

    private static IReadOnlyList<Finding> Join(Document document, IEnumerable<ResolvedFinding> found) =>
        [.. document.Findings.Concat(found.Select(f => f.Finding)).OrderBy(f => f.Span.Start)];
}
