using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>A finding about a text, with the change that fixes it if there is one.</summary>
public sealed record FindingLine(Finding Finding, VaultFix? Fix)
{
    public bool IsError => Finding.Severity == Severity.Error;

    /// <summary>Value of the button.</summary>
    public string Key => $"{Finding.Code}@{Finding.Span.Start}";

    /// <summary>The message, and what to do about it where no button does it.</summary>
    public string Message => Fix is null ? Full : Finding.Message;

    public string Full => Finding.Fix is null ? Finding.Message : $"{Finding.Message} {Finding.Fix}";
}

/// <summary>What there is to say about a text, as it is listed below the editor.</summary>
/// <param name="ConnectionFindings">Settings that say where and as whom a client logs in; one button removes them
/// all.</param>
/// <param name="Said">The counts that a screen reader has heard already.</param>
public sealed record VaultFindings(
    IReadOnlyList<FindingLine> Lines,
    int Errors,
    int Warnings,
    int ConnectionFindings,
    int TextLines,
    int Bytes,
    string Said
)
{
    /// <summary>Value of the button that removes all settings of the connection.</summary>
    public const string RemoveConnection = "connection-keys";

    /// <summary>A text with more of them has another trouble.</summary>
    private const int MaxShown = 100;

    // Each fix is tried before it is offered, which costs a check of the whole text.
    private const int MaxFixes = 20;
    private const int MaxFixesOfLarge = 3;
    private const int Large = 32 * 1024;

    public int Hidden => Errors + Warnings - Lines.Count;

    public string ErrorText => TimeText.Count(Errors, "error");

    public string WarningText => TimeText.Count(Warnings, "warning");

    public string Counts =>
        (Errors, Warnings) switch
        {
            (0, 0) => "No errors",
            (_, 0) => ErrorText,
            (0, _) => WarningText,
            _ => $"{ErrorText}, {WarningText}",
        };

    public string Size =>
        $"{TimeText.Count(TextLines, "line")}, {VaultContents.Size(Bytes)} of "
        + $"{(VaultCheck.MaxBytes / 1024).ToString(CultureInfo.InvariantCulture)} KB";

    public static VaultFindings Create(
        string text,
        ConfigFormat format,
        VaultTarget target,
        VaultAudience audience,
        string? said = null
    )
    {
        var all = VaultContents.Check(target, text, format, audience).Findings;
        var fixes = text.Length > Large ? MaxFixesOfLarge : MaxFixes;
        List<FindingLine> lines =
        [
            .. all.Take(MaxShown)
                .Select(
                    (f, i) => new FindingLine(f, i < fixes ? VaultFix.For(f, text, format, target, audience) : null)
                ),
        ];
        var errors = all.Count(f => f.Severity == Severity.Error);
        var findings = new VaultFindings(
            lines,
            errors,
            all.Count - errors,
            all.Count(VaultFix.IsConnectionFinding),
            target.Rules().Count(text, format),
            Encoding.UTF8.GetByteCount(text),
            ""
        );
        return findings with { Said = said ?? findings.Counts };
    }

    /// <summary>
    /// The fix that a button named, if the text still has its finding; or the key of the reference that it inserts.
    /// </summary>
    public static VaultFix? Find(
        string key,
        string text,
        ConfigFormat format,
        VaultTarget target,
        VaultAudience audience
    )
    {
        if (key.StartsWith(KeyReference.Inserts, StringComparison.Ordinal))
            return VaultFix.Insertion(key[KeyReference.Inserts.Length..], text, format);
        var all = VaultContents.Check(target, text, format, audience).Findings;
        if (key == RemoveConnection)
            return VaultFix.WithoutConnection(all, text, format);
        return all.FirstOrDefault(f => $"{f.Code}@{f.Span.Start}" == key) is { } finding
            ? VaultFix.For(finding, text, format, target, audience)
            : null;
    }
}
