using System.Text;
using YamlDotNet.Core;
using YamlParser = YamlDotNet.Core.Parser;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Reads YAML 1.2 with its core schema into the same tree as HOCON and JSON. What could mean different things to
/// different readers is refused or warned of: anchors, aliases, merge keys, foreign tags, several documents, keys that
/// come twice, words such as <c>no</c>. <c>${NAME}</c> is plain text in YAML.
/// </summary>
public static class YamlReader
{
    /// <summary>Objects and lists inside each other; the clients read no more either.</summary>
    public const int MaxDepth = 20;

    /// <summary>
    /// Reads a text. It never throws because of what stands in it: errors and broken limits are findings. An empty text
    /// is an empty object.
    /// </summary>
    public static Document Parse(string text, ParseOptions? options = null)
    {
        options ??= ParseOptions.Default;
        var source = new SourceText(text, options.Name);
        var findings = new FindingList(source, options.Limits.MaxFindings);
        var bytes = text.Length > options.Limits.MaxBytes / 3 ? Encoding.UTF8.GetByteCount(text) : 0;
        if (bytes > options.Limits.MaxBytes)
        {
            findings.Error(
                "too-large",
                default,
                $"The text has {bytes:N0} bytes; the limit is {options.Limits.MaxBytes:N0}.",
                "Split it or remove what is not needed."
            );
            return CreateDocument(source, Empty(text), findings, []);
        }
        return Read(source, findings, options.Limits);
    }

    private static Document Read(SourceText source, FindingList findings, Limits limits)
    {
        var text = source.Text;
        var shift = text.StartsWith('\uFEFF') ? 1 : 0;
        var tokens = new YamlTokens(new Scanner(new StringReader(shift == 0 ? text : text[shift..])), text, shift);
        var events = new YamlEvents(new YamlParser(tokens), tokens, shift, findings, limits);
        // The scanner takes it for the end of the text, and what follows would be lost.
        if (text.IndexOf('\0') is >= 0 and var nul)
        {
            findings.Error(
                "raw-control",
                new Span(nul, nul + 1),
                "The text has an invisible control character (code 0).",
                "Remove it."
            );
            return CreateDocument(source, Empty(text), findings, []);
        }
        Node? root = null;
        try
        {
            root = new YamlComposer(events, findings).Document();
        }
        catch (HoconException)
        {
            // A limit was broken; it is among the findings.
        }
        return CreateDocument(source, root ?? Empty(text), findings, tokens.Comments);
    }

    private static Document CreateDocument(SourceText source, Node root, FindingList findings, List<Comment> comments)
    {
        YamlComments.Attach(root, comments, source.Text);
        return new Document(source, Dialect.Json, root, findings.Finish(), comments);
    }

    private static ObjectNode Empty(string text) => new([], false, new Span(0, text.Length));
}
