using System.Globalization;

namespace ClearSettings.Web.Html;

/// <summary>How a name becomes a small picture.</summary>
public static class Avatars
{
    private static readonly string[] Tints = ["tint-0", "tint-1", "tint-2", "tint-3", "tint-4"];

    /// <summary>First letters of the first and last word, at most two characters as a person sees them.</summary>
    public static string Initials(string name)
    {
        ReadOnlySpan<char> text = name,
            first = default,
            last = default;
        var words = 0;
        foreach (var range in text.Split(' '))
        {
            var word = SkipPunctuation(text[range].Trim());
            if (word.IsEmpty)
                continue;
            if (words++ == 0)
                first = word;
            last = word;
        }
        return words switch
        {
            0 => "?",
            1 => TakeLetters(first, 2).ToUpperInvariant(),
            _ => (TakeLetters(first, 1) + TakeLetters(last, 1)).ToUpperInvariant(),
        };
    }

    /// <summary>One of five tints, always the same for a name.</summary>
    public static string Tint(string name)
    {
        var hash = 17u;
        foreach (var c in name)
            hash = hash * 31 + c;
        return Tints[hash % (uint)Tints.Length];
    }

    private static ReadOnlySpan<char> SkipPunctuation(ReadOnlySpan<char> word)
    {
        var start = 0;
        while (start < word.Length && char.IsPunctuation(word[start]))
            start++;
        return word[start..];
    }

    private static string TakeLetters(ReadOnlySpan<char> word, int count)
    {
        // Each code point of ASCII is a character of its own.
        if (System.Text.Ascii.IsValid(word))
            return word[..Math.Min(count, word.Length)].ToString();
        var elements = StringInfo.GetTextElementEnumerator(word.ToString());
        var taken = "";
        while (count-- > 0 && elements.MoveNext())
            taken += elements.GetTextElement();
        return taken;
    }
}
