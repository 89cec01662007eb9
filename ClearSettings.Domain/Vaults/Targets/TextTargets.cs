using System.Globalization;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>A text that SDK or agents merge into their configuration.</summary>
internal sealed class MergedTarget(VaultTarget target, string wireName) : IVaultTarget
{
    public VaultTarget Target => target;

    public string? WireName => wireName;

    public bool IsText => true;

    public bool IsMerged => true;

    public bool CanReveal => true;

    public VaultReport Check(string text, ConfigFormat format, VaultAudience audience) =>
        VaultCheck.Check(text, format, audience);

    public int Count(string text, ConfigFormat format) => TextLines.Count(text);

    public string Summarize(int items, int bytes) => TextLines.Summarize(items, bytes);
}

/// <summary>A text that programs ask for by its type. Nothing merges it, so it has no rules of its own.</summary>
internal sealed class OtherTarget : IVaultTarget
{
    public VaultTarget Target => VaultTarget.Other;

    public string? WireName => null;

    public bool IsText => true;

    public bool IsMerged => false;

    public bool CanReveal => true;

    public VaultReport Check(string text, ConfigFormat format, VaultAudience audience) =>
        VaultContents.CheckUnmerged(text, format, _ => []);

    public int Count(string text, ConfigFormat format) => TextLines.Count(text);

    public string Summarize(int items, int bytes) => TextLines.Summarize(items, bytes);
}

internal static class TextLines
{
    public static int Count(string text) => text.Length == 0 ? 0 : text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    public static string Summarize(int lines, int bytes) =>
        bytes == 0 ? "Empty"
        : lines == 1 ? $"1 line ({VaultContents.Size(bytes)})"
        : $"{lines.ToString("N0", CultureInfo.InvariantCulture)} lines ({VaultContents.Size(bytes)})";
}
