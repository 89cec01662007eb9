using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>A text with its secrets hidden.</summary>
/// <param name="Text">The same string as before when nothing is hidden.</param>
/// <param name="Hidden">What is hidden, in the order of the text, to compare two texts. Never show it.</param>
internal sealed record MaskedText(string Text, IReadOnlyList<string> Hidden);

/// <summary>
/// Hides secrets in a vault's text, and leaves the rest unchanged. Secret is the value of a key that is called like one
/// (secret, token, password …), a value with the comment "# secret" behind it, a private key, the password in an
/// address, the element of a list behind an option such as "--password", the value beside a name that is called so, and
/// a setting of that kind in a comment or inside a string. The length of what is hidden does not show. Time and memory
/// grow with the length of the text, whatever stands in it; a text that needs more than its <see cref="MaskBudget"/> is
/// hidden as a whole.
/// </summary>
public static partial class VaultMask
{
    public const string Hidden = "********";

    /// <summary>
    /// The text with secrets replaced; the same string when there is none. A text with errors is hidden rather too
    /// much.
    /// </summary>
    public static string Mask(string text, ConfigFormat format, MaskBudget? budget = null) =>
        Read(text, format, budget).Text;

    public static bool HasSecrets(string text, ConfigFormat format) => !ReferenceEquals(Mask(text, format), text);

    /// <summary>
    /// The text with every string hidden, whatever its key, and every secret, so that only the form shows.
    /// </summary>
    public static string MaskStrings(string text, ConfigFormat format)
    {
        try
        {
            var document = ConfigFormats.Read(text, format);
            // What could not be read may be a string.
            if (document.HasErrors)
                return Hidden;
            var places = FindSpans(document, text, format, MaskBudget.ForLength(text.Length));
            CollectStrings(document.Root, places);
            return places.Count == 0 ? text : Replace(text, Merge(places));
        }
        catch (MaskBudgetException)
        {
            return Hidden;
        }
    }

    /// <summary>Whether a key is called like a secret.</summary>
    public static bool IsSecret(string key) => SecretNames.IsSecret(key);

    /// <summary>Whether the setting at a path is secret: its own key or one above it is called so.</summary>
    public static bool IsSecret(IEnumerable<string> path) => path.Any(IsSecret);

    /// <summary>
    /// The string with what is secret in itself hidden: a password in an address, a private key, a setting such as
    /// PASSWORD=….
    /// </summary>
    public static string MaskValue(string value)
    {
        try
        {
            var budget = MaskBudget.ForLength(value.Length);
            List<Span> found = [];
            PrivateKeyScanner.Scan(MaskView.Raw(value), budget, found);
            if (found.Count > 0)
                return Hidden;
            ScanString(MaskView.Raw(value), folds: false, budget, found);
            return found.Count == 0 ? value : Replace(value, Merge(Unquoted(found)));
        }
        catch (MaskBudgetException)
        {
            return Hidden;
        }
    }

    internal static MaskedText Read(string text, ConfigFormat format, MaskBudget? budget = null)
    {
        try
        {
            budget ??= MaskBudget.ForLength(text.Length);
            budget.Spend(text.Length);
            var places = Merge(FindSpans(ConfigFormats.Read(text, format), text, format, budget));
            return places.Count == 0
                ? new(text, [])
                : new(Replace(text, places), [.. places.Select(p => text[p.Span.Start..p.Span.End])]);
        }
        catch (MaskBudgetException)
        {
            return new(Hidden, [text]);
        }
    }

    private static List<MaskedSpan> FindSpans(Document document, string text, ConfigFormat format, MaskBudget budget)
    {
        var collector = new SecretCollector(document, text, format, budget);
        collector.Collect(document.Root, secret: false);
        var (places, found) = (collector.Places, collector.Found);
        CommentScanner.Scan(document, budget, found);
        // Keys and comments may hold addresses too, and a private key may span several values.
        new AddressScanner(MaskView.Raw(text), budget, found).Scan();
        PrivateKeyScanner.Scan(MaskView.Raw(text), budget, found);
        // What the tree of a broken text missed.
        if (document.HasErrors)
        {
            var view = MaskView.CreateFromMalformed(text);
            new MalformedTextScanner(view, format, budget, found).Scan();
            ScanString(view, folds: false, budget, found);
        }
        places.AddRange(Unquoted(found));
        return places;
    }

    /// <summary>Looks for secrets in a string.</summary>
    internal static void ScanString(MaskView view, bool folds, MaskBudget budget, List<Span> found)
    {
        new SettingScanner(view, budget, found).Scan(ValueExtent.Word, folds);
        new AddressScanner(view, budget, found).Scan();
        PrivateKeyScanner.Scan(view, budget, found);
    }

    private static void CollectStrings(Node node, List<MaskedSpan> places)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields)
                    CollectStrings(field.Value, places);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                    CollectStrings(item, places);
                break;
            case ConcatNode or ScalarNode { IsString: true } when node.Span.Length > 0:
                places.Add(new(node.Span, true));
                break;
        }
    }

    private static IEnumerable<MaskedSpan> Unquoted(List<Span> found) => found.Select(f => new MaskedSpan(f, false));

    /// <summary>In the order of the text, those that overlap or touch made one.</summary>
    private static List<MaskedSpan> Merge(IEnumerable<MaskedSpan> places)
    {
        List<MaskedSpan> merged = [];
        foreach (var place in places.OrderBy(p => p.Span.Start).ThenByDescending(p => p.Span.End))
        {
            if (merged.Count == 0 || place.Span.Start >= merged[^1].Span.End)
                merged.Add(place);
            else if (place.Span.End > merged[^1].Span.End)
                merged[^1] = merged[^1] with { Span = merged[^1].Span with { End = place.Span.End } };
        }
        return merged;
    }

    private static string Replace(string text, List<MaskedSpan> places)
    {
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (span, quoted) in places)
        {
            masked
                .Append(text, done, span.Start - done)
                .Append(quoted ? "\"" : "")
                .Append(Hidden)
                .Append(quoted ? "\"" : "");
            done = span.End;
        }
        return masked.Append(text, done, text.Length - done).ToString();
    }

    /// <param name="Quoted">A whole value, whose place quotes take; a piece of a longer text gets none.</param>
    internal readonly record struct MaskedSpan(Span Span, bool Quoted);
}
