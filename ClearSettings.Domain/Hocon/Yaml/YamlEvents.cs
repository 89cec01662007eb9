using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlParser = YamlDotNet.Core.Parser;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// The parser's events one by one, within the limits. Whatever the parser throws becomes a finding with the best
/// position there is.
/// </summary>
internal sealed class YamlEvents(YamlParser parser, YamlTokens tokens, int shift, FindingList findings, Limits limits)
{
    private int _count;
    private int _depth;
    private int _last;

    public ParsingEvent Current => parser.Current!;

    public int Start => (int)Current.Start.Index + shift;

    public int End => (int)Current.End.Index + shift;

    /// <summary>
    /// Goes to the next event; throws when a limit is broken or the text is no YAML, after adding the finding.
    /// </summary>
    public void Next()
    {
        try
        {
            if (!parser.MoveNext())
                throw Stop("yaml-syntax", At(_last), "The text ends too early.", null);
        }
        catch (Exception e) when (e is not (HoconException or OutOfMemoryException))
        {
            throw Broken(e);
        }
        if (Current is not (StreamEnd or DocumentEnd))
            _last = Math.Max(_last, End);
        CheckDepth();
        if (++_count > limits.MaxNodes)
            throw Stop(
                "too-many-nodes",
                new Span(Start, End),
                $"The document has more than {limits.MaxNodes:N0} values.",
                null
            );
    }

    private void CheckDepth()
    {
        var most = Math.Min(limits.MaxDepth, YamlReader.MaxDepth);
        if (Current is MappingStart or SequenceStart && ++_depth > most)
            throw Stop("too-deep", new Span(Start, Start + 1), $"Values are nested deeper than {most} levels.", null);
        if (Current is MappingEnd or SequenceEnd)
            _depth--;
    }

    private HoconException Stop(string code, Span span, string message, string? fix)
    {
        findings.Error(code, span, message, fix);
        return new HoconException(message);
    }

    private HoconException Broken(Exception problem)
    {
        if (problem.Message.Contains("tab as indentation", StringComparison.Ordinal) && Tab() is { } tab)
            return Stop("yaml-tab", tab, "The indentation has a tab; YAML allows only spaces.", "Indent with spaces.");
        var span = GetSpan(problem as YamlException);
        var reason = problem is YamlException { Message.Length: > 0 }
            ? Describe(problem.Message)
            : "The text is not complete or not well-formed here.";
        return Stop("yaml-syntax", span, $"This is not valid YAML. {reason}", GetFix(span.Start));
    }

    /// <summary>The place that the parser names; it knows none for some errors and then says the beginning.</summary>
    private Span GetSpan(YamlException? problem)
    {
        if (problem is null || (problem.End.Index == 0 && _last > 0))
            return At((int)tokens.CurrentPosition.Index + shift);
        var (start, end) = ((int)problem.Start.Index + shift, (int)problem.End.Index + shift);
        return end > start ? new Span(start, Math.Min(end, findings.Text.Length)) : At(start);
    }

    private Span At(int offset)
    {
        offset = Math.Clamp(offset, 0, findings.Text.Length);
        return new Span(offset, Math.Min(offset + 1, findings.Text.Length));
    }

    private Span? Tab()
    {
        var text = findings.Text;
        var from = Math.Min(_last, text.Length);
        for (var line = text.AsSpan(0, from).LastIndexOf('\n') + 1; line < text.Length; )
        {
            var at = line;
            while (at < text.Length && text[at] is ' ' or '-')
                at++;
            if (at >= from && at < text.Length && text[at] == '\t')
                return new Span(at, at + 1);
            line = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
        }
        return null;
    }

    private string? GetFix(int at)
    {
        var text = findings.Text;
        var line = text.LastIndexOf('\n', Math.Max(0, Math.Min(at, text.Length) - 1)) + 1;
        var end = text.IndexOf('\n', line);
        var words = text.AsSpan(line, (end < 0 ? text.Length : end) - line);
        if (words.Contains("${", StringComparison.Ordinal))
            return "Put a text with ${ in quotes; YAML has no substitutions, so it stays plain text.";
        return words.Count(": ") > 1 || words.IndexOfAny('@', '`', '%') >= 0 ? "Put the value in quotes." : null;
    }

    private static string Describe(string message)
    {
        var words = message.Trim().TrimEnd('.').Replace('<', '“').Replace('>', '”');
        return char.ToUpperInvariant(words[0]) + words[1..] + ".";
    }
}
