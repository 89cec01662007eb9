using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>A change that mends one finding.</summary>
/// <param name="Words">For a button: "Remove line", "Make optional", "Add quotes".</param>
/// <param name="From">First character that goes; offsets in UTF-16 units.</param>
/// <param name="To">Behind the last one.</param>
public sealed record VaultFix(string Words, int From, int To, string Insert)
{
    public string Apply(string text) => string.Concat(text.AsSpan(0, From), Insert, text.AsSpan(To));

    /// <summary>The fix of a finding where there is one that cannot go wrong: the text has less to say against it afterwards, and nothing new.</summary>
    public static VaultFix? For(Finding finding, string text, ConfigFormat format, VaultTarget target)
    {
        if (Suggest(finding, text, format) is not { } fix) return null;
        var (before, after) = (VaultContents.Check(target, text, format).Findings, VaultContents.Check(target, fix.Apply(text), format).Findings);
        return after.Count < before.Count && after.Count(f => f.Severity == Severity.Error) <= before.Count(f => f.Severity == Severity.Error) ? fix : null;
    }

    private static VaultFix? Suggest(Finding finding, string text, ConfigFormat format) => finding.Code switch
    {
        "machine-key" => Remove(finding, text, format),
        "required-variable" when text.AsSpan(finding.Span.Start, finding.Span.Length).IndexOf("${") is >= 0 and var at => new("Make optional", finding.Span.Start + at + 2, finding.Span.Start + at + 2, "?"),
        "number-text" or "yaml-number-text" or "environment-value" or "yaml-boolean-word" or "yaml-old-number" when IsBare(text.AsSpan(finding.Span.Start, finding.Span.Length)) => new("Add quotes", finding.Span.Start, finding.Span.End, $"\"{text[finding.Span.Start..finding.Span.End]}\""),
        _ => null,
    };

    private static VaultFix? Remove(Finding finding, string text, ConfigFormat format)
    {
        if (Edit.Remove(text, finding.Path, format).Text is not { } shorter) return null;
        var from = 0;
        while (from < shorter.Length && text[from] == shorter[from]) from++;
        var tail = 0;
        while (tail < shorter.Length - from && text[^(tail + 1)] == shorter[^(tail + 1)]) tail++;
        return new("Remove line", from, text.Length - tail, shorter[from..(shorter.Length - tail)]);
    }

    private static bool IsBare(ReadOnlySpan<char> value) => value.Length is > 0 and < 100 && value.IndexOfAny("\"'\n{}[],#$") < 0;
}
