using System.Text;
using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Hides secrets in a vault's text, to the letter elsewhere. Secret is the value of a key that is called like one (secret, token, password …),
/// a value with the comment "# secret" behind it, a private key, the password in an address, and a setting of that kind in a comment or inside
/// a string. The length of what is hidden does not show.
/// </summary>
public static partial class VaultMask
{
    public const string Hidden = "********";

    /// <summary>The text with secrets replaced; the same string when there is none. A text with errors is hidden rather too much.</summary>
    public static string Mask(string text, ConfigFormat format)
    {
        try
        {
            var places = Places(text, format);
            return places.Count == 0 ? text : Replace(text, places);
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that was made to be slow to look through shows nothing.
            return Hidden;
        }
    }

    public static bool HasSecrets(string text, ConfigFormat format) => !ReferenceEquals(Mask(text, format), text);

    /// <summary>What <see cref="Mask"/> hides, in the order of the text, to compare two texts. Never show it.</summary>
    internal static IReadOnlyList<string> HiddenIn(string text, ConfigFormat format)
    {
        try
        {
            return [.. Places(text, format).OrderBy(p => p.Span.Start).Select(p => text[p.Span.Start..p.Span.End])];
        }
        catch (RegexMatchTimeoutException)
        {
            return [text];
        }
    }

    /// <summary>The text with every string hidden, whatever its key, so that only the form shows.</summary>
    public static string MaskStrings(string text, ConfigFormat format)
    {
        var places = new List<Place>();
        CollectStrings(ConfigFormats.Read(text, format).Root, places);
        return places.Count == 0 ? text : Replace(text, places);
    }

    /// <summary>Whether a key is called like a secret.</summary>
    public static bool IsSecret(string key) => SecretKey().IsMatch(key);

    /// <summary>Whether the setting at a path is secret: its own key or one above it is called so.</summary>
    public static bool IsSecret(IEnumerable<string> path) => path.Any(IsSecret);

    /// <summary>The string with what is secret in itself hidden: a password in an address, a private key, a setting such as PASSWORD=….</summary>
    public static string MaskValue(string value)
    {
        try
        {
            if (PrivateKey().IsMatch(value)) return Hidden;
            var places = new List<Place>();
            Addresses(places, value);
            Settings(places, value, new(0, value.Length));
            return places.Count == 0 ? value : Replace(value, places);
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden;
        }
    }

    /// <summary>HOCON paths whose values are marked by the comment "# secret"; of something inside a list the path of the list.</summary>
    public static IReadOnlySet<string> MarkedPaths(string text, ConfigFormat format)
    {
        HashSet<string> paths = [];
        // Most texts have none, and this saves reading them twice.
        if (!AnyMarker().IsMatch(text)) return paths;
        var document = ConfigFormats.Read(text, format);
        Mark(document.Root, new SecretMarks(document), [], false, paths);
        return paths;
    }

    private static void Mark(Node node, SecretMarks marks, IReadOnlyList<string> above, bool inList, HashSet<string> paths)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields)
                {
                    List<string> path = inList ? [.. above] : [.. above, .. field.Path.Select(p => p.Text)];
                    if (marks.Has(field)) paths.Add(HoconPath.Write(path));
                    Mark(field.Value, marks, path, inList, paths);
                }
                break;
            case ListNode list:
                if (above.Count > 0 && list.Items.Any(marks.Has)) paths.Add(HoconPath.Write(above));
                foreach (var item in list.Items) Mark(item, marks, above, above.Count > 0, paths);
                break;
            case ConcatNode concat:
                foreach (var piece in concat.Pieces) Mark(piece, marks, above, inList, paths);
                break;
        }
    }

    private static List<Place> Places(string text, ConfigFormat format)
    {
        var document = ConfigFormats.Read(text, format);
        var places = new List<Place>();
        Collect(document.Root, text, new SecretMarks(document), secret: false, places);
        foreach (var comment in document.Comments) Settings(places, text, comment.Span, RestOfLine());
        Addresses(places, text);
        foreach (Match match in PrivateKey().Matches(text)) places.Add(new(new(match.Index, match.Index + match.Length), false));
        // What the tree of a broken text missed.
        if (document.HasErrors) Broken(places, text, format);
        return places;
    }

    private static void Collect(Node node, string text, SecretMarks marks, bool secret, List<Place> places)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields) Collect(field.Value, text, marks, secret || field.Path.Any(p => IsSecret(p.Text)) || marks.Has(field), places);
                break;
            case ListNode list:
                foreach (var item in list.Items) Collect(item, text, marks, secret || marks.Has(item), places);
                break;
            case ConcatNode concat when concat.Pieces.Any(p => p is ObjectNode or ListNode):
                foreach (var piece in concat.Pieces) Collect(piece, text, marks, secret, places);
                break;
            // The name of a variable is no secret, nor is a switch.
            case ReferenceNode or ScalarNode { Kind: ScalarKind.Boolean or ScalarKind.Null }: break;
            default:
                if (node.Span.Length == 0) break;
                if (secret) places.Add(new(node.Span, true));
                else Settings(places, text, node.Span);
                break;
        }
    }

    private static void CollectStrings(Node node, List<Place> places)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields) CollectStrings(field.Value, places);
                break;
            case ListNode list:
                foreach (var item in list.Items) CollectStrings(item, places);
                break;
            case ConcatNode or ScalarNode { IsString: true } when node.Span.Length > 0: places.Add(new(node.Span, true)); break;
        }
    }

    private static string Replace(string text, List<Place> places)
    {
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (span, quoted) in places.OrderBy(p => p.Span.Start).ThenByDescending(p => p.Span.End))
        {
            if (span.End <= done) continue;
            if (span.Start >= done)
            {
                masked.Append(text, done, span.Start - done);
                masked.Append(quoted ? "\"" : "").Append(Hidden).Append(quoted ? "\"" : "");
            }
            done = span.End;
        }
        return masked.Append(text, done, text.Length - done).ToString();
    }

    /// <param name="Quoted">A whole value, whose place quotes take; a piece of a longer text gets none.</param>
    private readonly record struct Place(Span Span, bool Quoted);
}
