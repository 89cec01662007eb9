namespace ClearSettings.Domain;

/// <summary>Cuts texts between characters: half of one, a lone surrogate, is refused by PostgreSQL.</summary>
public static class TextLimits
{
    /// <param name="most">UTF-16 units, at least 1.</param>
    public static string Truncate(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The same, with an ellipsis within the limit where something is missing.</summary>
    /// <param name="most">UTF-16 units, at least 2.</param>
    public static string Shorten(string text, int most) => text.Length <= most ? text : Truncate(text, most - 1) + "…";

    /// <summary>
    /// What someone searches for, cut and trimmed. A null character, which PostgreSQL refuses and no stored text has,
    /// becomes the replacement character.
    /// </summary>
    /// <param name="most">As in <see cref="Truncate"/>.</param>
    public static string ToSearch(string? text, int most) => Truncate(text ?? "", most).Replace('\0', '\uFFFD').Trim();
}
