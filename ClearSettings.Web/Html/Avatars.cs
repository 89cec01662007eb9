using System.Globalization;

namespace ClearSettings.Web.Html;

/// <summary>How a name becomes a small picture.</summary>
public static class Avatars
{
    /// <summary>First letters of the first and last word, at most two characters as a person sees them.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(SkipPunctuation)
            .Where(word => word.Length > 0)
            .ToList();
        if (words.Count == 0)
            return "?";
        var letters =
            words.Count == 1 ? TakeLetters(words[0], 2) : TakeLetters(words[0], 1) + TakeLetters(words[^1], 1);
        return letters.ToUpperInvariant();
    }

    /// <summary>One of five tints, always the same for a name.</summary>
    public static string Tint(string name)
    {
        var hash = 17u;
        foreach (var c in name)
            hash = hash * 31 + c;
        return "tint-" + hash % 5;
    }

    private static string SkipPunctuation(string word)
    {
        var start = 0;
        while (start < word.Length && char.IsPunctuation(word[start]))
            start++;
        return word[start..];
    }

    private static string TakeLetters(string word, int count)
    {
        // Each code point of ASCII is a character of its own.
        if (System.Text.Ascii.IsValid(word))
            return word[..Math.Min(count, word.Length)];
        var elements = StringInfo.GetTextElementEnumerator(word);
        var taken = "";
        while (count-- > 0 && elements.MoveNext())
            taken += elements.GetTextElement();
        return taken;
    }
}
