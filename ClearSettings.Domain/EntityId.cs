using System.Diagnostics.CodeAnalysis;

namespace ClearSettings.Domain;

/// <summary>
/// Identifiers: UUID version 7, written as 32 lower-case hex digits in URLs and JSON, as ClearML does.
/// </summary>
public static class EntityId
{
    private const int Length = 32;
    private const int MinPrefixLength = 6;

    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());

    public static string ToHex(this Guid id) => id.ToString("N");

    /// <summary>
    /// Accepts only the form that <see cref="ToHex"/> writes (any case), so one thing has one address.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Guid id)
    {
        id = default;
        // TryParseExact alone would trim.
        return text?.Length == Length && Guid.TryParseExact(text, "N", out id);
    }

    /// <summary>The range of IDs that begin with the digits typed into a search.</summary>
    /// <returns>
    /// False when the text is not the beginning of an ID, or has fewer than six digits: then it may be a word.
    /// </returns>
    public static bool TryParsePrefix(string text, out Guid first, out Guid last)
    {
        (first, last) = (default, default);
        return text.Length is >= MinPrefixLength and <= Length
            && text.All(char.IsAsciiHexDigit)
            && TryParse(text.PadRight(Length, '0'), out first)
            && TryParse(text.PadRight(Length, 'f'), out last);
    }
}
