using ClearSettings.Domain.Hocon;

namespace ClearSettings.Web.Commands;

/// <summary>
/// The commands read no other file than those they are given. By the specification an include of something that is not
/// there is an empty object, so the strict dialect goes on with a warning; the other refuses it, as the server does.
/// </summary>
internal sealed class EmptyIncludeResolver : IIncludeResolver
{
    public IReadOnlyList<IncludedText> Find(IncludeRequest request) => [];

    public static Document WithWarnings(Document document)
    {
        List<Finding> warnings = [.. Includes(document.Root).Select(i => Warning(document, i))];
        return warnings.Count == 0
            ? document
            : new Document(
                document.Source,
                document.Dialect,
                document.Root,
                [.. document.Findings.Concat(warnings).OrderBy(f => f.Span.Start)],
                document.Comments
            );
    }

    private static Finding Warning(Document document, IncludeNode include) =>
        new(
            Severity.Warning,
            "include-skipped",
            include.Span,
            document.Source.GetPosition(include.Span.Start),
            document.Source.GetPosition(include.Span.End),
            "",
            $"The include of {include.Request.Name} is ignored.",
            "Write the included settings here, or merge the files."
        );

    private static IEnumerable<IncludeNode> Includes(Node node) =>
        node switch
        {
            ObjectNode value => value.Members.SelectMany(m =>
                m is IncludeNode include ? [include] : Includes(((FieldNode)m).Value)
            ),
            ListNode list => list.Items.SelectMany(Includes),
            ConcatNode concat => concat.Pieces.SelectMany(Includes),
            _ => [],
        };
}
