using System.Text;

namespace ClearSettings.Domain.Members;

/// <summary>One entry of a pasted list.</summary>
/// <param name="Typed">As it stood there, without blanks around it, at most 100 characters.</param>
/// <param name="Email">In the form of <see cref="EmailAddress"/>; null when it is none.</param>
/// <param name="Problem">Why it is none, where there is more to say than that.</param>
public sealed record TypedAddress(string Typed, string? Email, string? Problem = null);

/// <summary>
/// Takes a pasted list of addresses apart: commas, semicolons and line breaks separate, also blanks where every part
/// has an @. An entry can be <c>Name &lt;a@b&gt;</c>, with separators inside a quoted name. Names are dropped: whoever
/// comes says their own.
/// </summary>
public static class EmailAddressList
{
    /// <summary>Maximum number of entries in one list.</summary>
    public const int MaxAddresses = 500;

    /// <summary>In characters: room for the most entries, each of the greatest length and with a name.</summary>
    public const int MaxLength = MaxAddresses * (EmailAddress.MaxLength + NameRules.MaxLength + 8);

    private const int MaxShownLength = 100;

    public static IReadOnlyList<TypedAddress> Parse(string? text) =>
        [.. Split(text ?? "").SelectMany(Describe).Select(Read)];

    private static TypedAddress Read(string entry)
    {
        var problem = EmailAddress.Check(StripDisplayName(entry), out var email);
        return new(
            entry.Length > MaxShownLength ? entry[..MaxShownLength] + "…" : entry,
            problem is null ? email : null,
            problem == EmailAddress.BeyondAscii ? problem : null
        );
    }

    // What stands in the last pair of angle brackets that ends the entry, else all of it.
    private static string StripDisplayName(string entry)
    {
        var open = entry.LastIndexOf('<');
        return open >= 0 && entry.EndsWith('>') ? entry[(open + 1)..^1] : entry;
    }

    private static IEnumerable<string> Describe(string entry)
    {
        var words = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && !entry.Contains('<') && words.All(word => word.Contains('@')) ? words : [entry];
    }

    private static IEnumerable<string> Split(string text)
    {
        var entry = new StringBuilder();
        var quoted = false;
        foreach (var c in text.Append('\n'))
        {
            // A quote that no one closed ends with its line.
            if (c is '\r' or '\n')
                quoted = false;
            else if (c == '"')
                quoted = !quoted;
            if (c is not ('\r' or '\n') && (quoted || c is not (',' or ';')))
            {
                entry.Append(c);
                continue;
            }
            if (entry.ToString().Trim() is { Length: > 0 } found)
                yield return found;
            entry.Clear();
        }
    }
}
