using System.Globalization;
using System.Text;

namespace ClearSettings.Domain;

/// <summary>
/// What people may call things: one line, trimmed, no control or direction-changing characters, at most 100 characters.
/// </summary>
public static class NameRules
{
    public const int MaxLength = 100;

    /// <summary>Gives the cleaned name, or the sentence that says why it cannot be used.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="name">Trimmed; "" when refused.</param>
    /// <param name="what">Begins the sentences, e.g. "The name".</param>
    /// <param name="maxLength">In UTF-16 code units, the measure of the database and of HTML's maxlength.</param>
    public static string? Check(string? text, out string name, string what = "The name", int maxLength = MaxLength)
    {
        name = "";
        var trimmed = text?.Trim() ?? "";
        if (trimmed.EnumerateRunes().All(IsInvisible))
            return $"{what} is empty. Enter at least one character.";
        if (trimmed.Length > maxLength)
            return $"{what} is too long. Use {maxLength} characters or fewer.";
        if (CheckCharacters(trimmed, what) is { } problem)
            return problem;
        name = trimmed;
        return null;
    }

    /// <summary>As <see cref="Check"/> for a name that may be left out.</summary>
    public static string? CheckOptional(string? text, out string? name, string what, int maxLength = MaxLength)
    {
        name = null;
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var problem = Check(text, out var checkedName, what, maxLength);
        if (problem is null)
            name = checkedName;
        return problem;
    }

    private static string? CheckCharacters(string text, string what)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
                return $"{what} contains a line break or another control character. Use one line.";
            if (text[i] is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
                return $"{what} contains a character that changes the text direction. Remove it.";
            if (
                char.IsSurrogate(text[i])
                && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i]))
            )
                return $"{what} contains an incomplete character. Enter it again.";
        }
        return null;
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
