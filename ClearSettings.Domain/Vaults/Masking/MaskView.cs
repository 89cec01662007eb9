using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// A stretch of text as its reader sees it, escapes decoded, with the place of each character in the source.
/// </summary>
internal readonly struct MaskView
{
    /// <summary>Takes the place of a reference such as <c>${HOME}</c>; no text has this character.</summary>
    public const char Reference = '\uFFFF';

    /// <summary>
    /// The same for one that counts as text, so that a password which is nothing but a reference is hidden.
    /// </summary>
    public const char Unknown = '\uFFFE';

    private readonly int[]? _map;

    private MaskView(string text, int from, int to, int[]? map) => (Text, From, To, _map) = (text, from, to, map);

    public string Text { get; }

    public int From { get; }

    public int To { get; }

    public static MaskView Raw(string text, int from, int to) => new(text, from, Math.Max(from, to), null);

    public static MaskView Raw(string text) => new(text, 0, text.Length, null);

    /// <summary>The offset in the source of an offset in this view.</summary>
    public int ToSourcePosition(int at) => _map is null ? at : _map[at];

    /// <summary>The value of a scalar, or of strings and references joined.</summary>
    public static MaskView Create(Node node, string source, ConfigFormat format)
    {
        if (node is ScalarNode scalar)
        {
            var (from, to) = Content(scalar, source, format);
            if (!HasEscapes(scalar, source, format) || source.AsSpan(from, to - from).IndexOf('\\') < 0)
                return Raw(source, from, to);
        }
        var builder = new Builder(node.Span.Length);
        Append(builder, node, source, format);
        return builder.Build();
    }

    /// <summary>
    /// The whole text with <c>\uXXXX</c> and <c>\xXX</c> decoded, for texts whose strings are not known.
    /// </summary>
    public static MaskView CreateFromMalformed(string source)
    {
        if (!source.Contains("\\u", StringComparison.Ordinal) && !source.Contains("\\x", StringComparison.Ordinal))
            return Raw(source);
        var builder = new Builder(source.Length);
        builder.Decode(source, 0, source.Length, onlyCodes: true);
        return builder.Build();
    }

    private static void Append(Builder builder, Node node, string source, ConfigFormat format)
    {
        switch (node)
        {
            case ConcatNode concat:
                foreach (var piece in concat.Pieces)
                    Append(builder, piece, source, format);
                break;
            case ReferenceNode reference:
                builder.Add(Reference, reference.Span.Start, reference.Span.End);
                break;
            case ScalarNode scalar:
                var (from, to) = Content(scalar, source, format);
                if (HasEscapes(scalar, source, format))
                    builder.Decode(source, from, to, onlyCodes: false);
                else
                    for (var i = from; i < to; i++)
                        builder.Add(source[i], i, i + 1);
                break;
        }
    }

    private static bool HasEscapes(ScalarNode scalar, string source, ConfigFormat format) =>
        scalar.Span.Length > 1
        && source[scalar.Span.Start] == '"'
        && (format == ConfigFormat.Yaml || scalar.Kind == ScalarKind.Quoted);

    private static (int From, int To) Content(ScalarNode scalar, string source, ConfigFormat format)
    {
        var (from, to) = (scalar.Span.Start, scalar.Span.End);
        var quotes =
            format == ConfigFormat.Yaml ? (to > from && source[from] is '"' or '\'' ? 1 : 0)
            : scalar.Kind == ScalarKind.TripleQuoted ? 3
            : scalar.Kind == ScalarKind.Quoted ? 1
            : 0;
        return to - from < 2 * quotes ? (from, to) : (from + quotes, to - quotes);
    }

    private sealed class Builder(int capacity)
    {
        private readonly StringBuilder _text = new(capacity);
        private readonly List<int> _map = new(capacity + 1);
        private int _end;

        public void Add(char c, int at, int end)
        {
            _text.Append(c);
            _map.Add(at);
            _end = end;
        }

        public MaskView Build()
        {
            _map.Add(_end);
            return new(_text.ToString(), 0, _text.Length, [.. _map]);
        }

        public void Decode(string source, int from, int to, bool onlyCodes)
        {
            for (var i = from; i < to; )
            {
                var next = i + 1 < to ? source[i + 1] : '\0';
                if (source[i] != '\\' || next == '\0')
                    Add(source[i], i, ++i);
                else if (CountDigits(next) is var digits && TryReadCode(source, i + 2, to, digits, out var code))
                {
                    Add(code, i, i + 2 + digits);
                    i += 2 + digits;
                }
                else if (onlyCodes || Simple(next) is not { } plain)
                    Add(source[i], i, ++i);
                else if (next == '\n')
                    i = SkipIndentation(source, i + 2, to);
                else
                {
                    Add(plain, i, i + 2);
                    i += 2;
                }
            }
        }

        private static int CountDigits(char escape) =>
            escape switch
            {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };

        private static bool TryReadCode(string source, int at, int to, int digits, out char character)
        {
            character = '?';
            if (
                digits == 0
                || at + digits > to
                || !uint.TryParse(
                    source.AsSpan(at, digits),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
            )
                return false;
            if (code < Unknown)
                character = (char)code;
            return true;
        }

        // A line that is continued in YAML: the break and the indentation of the next line do not count.
        private static int SkipIndentation(string source, int at, int to)
        {
            while (at < to && source[at] is ' ' or '\t')
                at++;
            return at;
        }

        private static char? Simple(char c) =>
            c switch
            {
                '"' or '\\' or '/' or '\n' or '=' or '#' or '!' or ' ' => c,
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' or 'f' or 'v' or '0' or 'a' or 'e' => ' ',
                _ => null,
            };
    }
}
