using System.Text;
using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Hides secrets in a vault's text, to the letter elsewhere. Secret is the value of a key that is called like one (secret, token, password …),
/// a value with the comment "# secret" behind it, a private key, the password in an address, and a setting of that kind in a comment. The
/// length of what is hidden does not show.
/// </summary>
public static partial class VaultMask
{
    public const string Hidden = "********";

    /// <summary>The text with secrets replaced; the same string when there is none. A text with errors is hidden rather too much.</summary>
    public static string Mask(string text, ConfigFormat format)
    {
        var document = ConfigFormats.Read(text, format);
        var spans = new List<Span>();
        Collect(document.Root, document, secret: false, spans);
        foreach (var comment in document.Comments) AddMatches(spans, InComment(), text, comment.Span);
        AddMatches(spans, InAddress(), text, new(0, text.Length));
        AddMatches(spans, PrivateKey(), text, new(0, text.Length));
        // What the tree of a broken text missed.
        if (document.HasErrors) AddMatches(spans, InLine(), text, new(0, text.Length));
        return spans.Count == 0 ? text : Replace(text, spans);
    }

    public static bool HasSecrets(string text, ConfigFormat format) => !ReferenceEquals(Mask(text, format), text);

    /// <summary>The text with every string hidden, whatever its key, so that only the form shows.</summary>
    public static string MaskStrings(string text, ConfigFormat format)
    {
        var spans = new List<Span>();
        CollectStrings(ConfigFormats.Read(text, format).Root, spans);
        return spans.Count == 0 ? text : Replace(text, spans);
    }

    /// <summary>Whether a key is called like a secret.</summary>
    public static bool IsSecret(string key) => SecretKey().IsMatch(key);

    /// <summary>Whether the setting at a path is secret: its own key or one above it is called so.</summary>
    public static bool IsSecret(IEnumerable<string> path) => path.Any(IsSecret);

    /// <summary>The string with what is secret in itself hidden: a password in an address, a private key.</summary>
    public static string MaskValue(string value) => PrivateKey().IsMatch(value) ? Hidden : InAddress().Replace(value, m => m.Value.Replace(m.Groups["value"].Value, Hidden, StringComparison.Ordinal));

    /// <summary>HOCON paths whose values have the comment "# secret" behind them.</summary>
    public static IReadOnlySet<string> MarkedPaths(string text, ConfigFormat format)
    {
        HashSet<string> paths = [];
        // Most texts have none, and this saves reading them twice.
        if (!AnyMarker().IsMatch(text)) return paths;
        var document = ConfigFormats.Read(text, format);
        Mark(document.Root, document, [], paths);
        return paths;
    }

    private static void Mark(Node node, Document document, IReadOnlyList<string> above, HashSet<string> paths)
    {
        if (node is not ObjectNode value) return;
        foreach (var field in value.Fields)
        {
            List<string> path = [.. above, .. field.Path.Select(p => p.Text)];
            if (IsMarked(field, document)) paths.Add(HoconPath.Write(path));
            Mark(field.Value, document, path, paths);
        }
    }

    private static void Collect(Node node, Document document, bool secret, List<Span> spans)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields) Collect(field.Value, document, secret || field.Path.Any(p => IsSecret(p.Text)) || IsMarked(field, document), spans);
                break;
            case ListNode list:
                foreach (var item in list.Items) Collect(item, document, secret, spans);
                break;
            case ConcatNode concat when concat.Pieces.Any(p => p is ObjectNode or ListNode):
                foreach (var piece in concat.Pieces) Collect(piece, document, secret, spans);
                break;
            // The name of a variable is no secret, nor is a switch.
            case ReferenceNode or ScalarNode { Kind: ScalarKind.Boolean or ScalarKind.Null }: break;
            default:
                if (secret && node.Span.Length > 0) spans.Add(node.Span);
                break;
        }
    }

    private static void CollectStrings(Node node, List<Span> spans)
    {
        switch (node)
        {
            case ObjectNode value:
                foreach (var field in value.Fields) CollectStrings(field.Value, spans);
                break;
            case ListNode list:
                foreach (var item in list.Items) CollectStrings(item, spans);
                break;
            case ConcatNode or ScalarNode { IsString: true } when node.Span.Length > 0: spans.Add(node.Span); break;
        }
    }

    private static bool IsMarked(FieldNode field, Document document) =>
        field.CommentAfter is { } comment && Marker().IsMatch(document.Source.Slice(comment.Span));

    private static void AddMatches(List<Span> spans, Regex regex, string text, Span within)
    {
        foreach (Match match in regex.Matches(text[within.Start..within.End]))
        {
            var value = match.Groups["value"];
            if (value.Length > 0) spans.Add(new(within.Start + value.Index, within.Start + value.Index + value.Length));
        }
    }

    private static string Replace(string text, List<Span> spans)
    {
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var span in spans.OrderBy(s => s.Start).ThenByDescending(s => s.End))
        {
            if (span.End <= done) continue;
            if (span.Start >= done)
            {
                masked.Append(text, done, span.Start - done);
                var bare = IsInside(text, span);
                masked.Append(bare ? "" : "\"").Append(Hidden).Append(bare ? "" : "\"");
            }
            done = span.End;
        }
        return masked.Append(text, done, text.Length - done).ToString();
    }

    // A piece of a longer word or string gets no quotes of its own.
    private static bool IsInside(string text, Span span) =>
        (span.Start > 0 && text[span.Start - 1] is not (' ' or '\t' or '\n' or ':' or '=' or '[' or ',' or '{')) || (span.Start > 1 && text[span.Start - 2] == '/') || text.AsSpan(span.Start, Math.Min(5, span.Length)) is "-----";

    [GeneratedRegex("secret|token|passw|passphrase|private|credentials_json|account_key|api_?key|(^|[_-])(pass|pwd|sas)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"(#|//)\s*secret\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex AnyMarker();

    [GeneratedRegex(@"^(#|//)\s*secret\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Marker();

    [GeneratedRegex("(secret|token|passw|passphrase|private|credentials_json|account_key|api_?key|pass|pwd|sas)\\w*\"?\\s*[:=]\\s*(?<value>[^\\s].*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex InComment();

    [GeneratedRegex("(secret|token|passw|passphrase|private|credentials_json|account_key|api_?key|pass|pwd|sas)\\w*\"?\\s*\\+?[:=]\\s*(?<value>\"\"\"[\\s\\S]*?(\"\"\"|\\z)|[|>][-+0-9]*\\n([ \\t]+.*(\\n|\\z))+|[^\\s].*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex InLine();

    [GeneratedRegex("[a-z][a-z0-9+.-]*://[^\\s/:@\"']*:(?<value>[^\\s/@\"'$]+)@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 500)]
    private static partial Regex InAddress();

    [GeneratedRegex("(?<value>-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\\s\\S]*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|\\z))", RegexOptions.CultureInvariant, 500)]
    private static partial Regex PrivateKey();
}
