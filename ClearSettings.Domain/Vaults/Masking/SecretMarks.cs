using System.Text.RegularExpressions;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// The comments "# secret" of a text. One marks the value that it stands behind; behind the beginning of a value of
/// several lines (<c>keys { # secret</c>) it marks all of it.
/// </summary>
internal sealed partial class SecretMarks
{
    private readonly Document _document;
    private readonly HashSet<int> _lines = [];

    public SecretMarks(Document document)
    {
        this._document = document;
        foreach (var comment in document.Comments)
            if (IsMarker(comment))
                _lines.Add(Line(comment.Span.Start));
        // Behind the sign of a block in YAML, where the reader tells no comments.
        foreach (Match match in InBlockHead().Matches(document.Source.Text))
            _lines.Add(Line(match.Index));
    }

    public bool Has(FieldNode field)
    {
        if (_lines.Count == 0)
            return false;
        if (field.CommentAfter is { } comment && IsMarker(comment))
            return true;
        var first = Line(field.Span.Start);
        return _lines.Contains(first) && Line(Math.Max(field.Span.Start, field.Span.End - 1)) > first;
    }

    /// <summary>For elements of lists, which have no comments of their own.</summary>
    public bool Has(Node item) =>
        _lines.Count > 0
        && item is ScalarNode or ConcatNode
        && (
            _lines.Contains(Line(item.Span.Start))
            || _lines.Contains(Line(Math.Max(item.Span.Start, item.Span.End - 1)))
        );

    private bool IsMarker(Comment comment) =>
        Marker().IsMatch(_document.Source.Text.AsSpan(comment.Span.Start, comment.Span.Length));

    private int Line(int offset) => _document.Source.GetPosition(offset).Line;

    [GeneratedRegex(@"[|>][-+0-9]{0,2}[ \t]+#[ \t]*secret\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InBlockHead();

    [GeneratedRegex(@"^(#|//)\s*secret\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
