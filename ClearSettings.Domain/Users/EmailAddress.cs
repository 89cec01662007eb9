using System.Globalization;
using System.Text;

namespace ClearSettings.Domain.Users;

/// <summary>Email addresses in the one form that is stored and compared: lower case, domain in ASCII. The program carries no Unicode tables, so two spellings of one accented letter are two addresses.</summary>
public static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>The stored form, or null when the text is not one address.</summary>
    public static string? Normalize(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (trimmed.Length > MaxLength || at < 1 || at > 64 || at == trimmed.Length - 1) return null;
        if (trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || "<>()[]\\,;:\"".Contains(c))) return null;
        if (trimmed[..at].Contains('@') || trimmed.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.Format)) return null;
        try
        {
            var domain = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(trimmed[(at + 1)..]).ToLowerInvariant();
            return $"{trimmed[..at].ToLowerInvariant()}@{domain}";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
