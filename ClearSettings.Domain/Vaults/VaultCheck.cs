using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>What there is to say about the text of a vault.</summary>
/// <param name="Findings">In the order of the text, errors and warnings; each with a sentence, mostly with a
/// fix.</param>
/// <param name="ForClients">The text that clients are sent; null when there are errors, empty for a vault without
/// settings.</param>
public sealed record VaultReport(IReadOnlyList<Finding> Findings, string? ForClients)
{
    /// <summary>A vault with warnings may be saved.</summary>
    public bool MayBeSaved => ForClients is not null;
}

/// <summary>
/// Whether a vault may be saved: page and API ask this one question. Besides the errors of its language a vault has
/// rules of its own, since clients read each vault alone with a reader that has limits, and drop the whole vault when
/// it has trouble.
/// </summary>
public static class VaultCheck
{
    /// <summary>
    /// From this size on, in UTF-8 bytes of the text for clients, the start of every client takes a second longer.
    /// </summary>
    public const int WarnBytes = 32 * 1024;

    /// <summary>Clients would need seven seconds or more.</summary>
    public const int MaxBytes = 256 * 1024;

    public static VaultReport Check(string text, ConfigFormat format, VaultAudience audience = VaultAudience.Author)
    {
        var document = ConfigFormats.Read(text, format, new ParseOptions { Name = "vault" });
        if (document.HasErrors)
            return new VaultReport(document.Findings, null);
        return Check(document, audience);
    }

    /// <summary>The same for a text that has been parsed, in any dialect.</summary>
    public static VaultReport Check(Document document, VaultAudience audience = VaultAudience.Author)
    {
        var resolved = document.HasErrors ? null : Resolver.Resolve(document, new ResolveOptions { Partial = true });
        if (resolved is not { HasErrors: false })
            return new VaultReport(Sorted(document, resolved?.Findings ?? []), null);
        if (Includes(document.Root).FirstOrDefault() is { } include)
            return new VaultReport(Sorted(document, [Refused(document, include)]), null);
        var written = CanonicalWriter.Write(resolved.Value);
        var rules = new VaultRules();
        if (written.Text is { } forClients)
            rules.CheckSize(resolved.Value, Encoding.UTF8.GetByteCount(forClients));
        var root = resolved.Value as ConfigObject;
        if (root is not null)
            rules.Check(root);
        var findings = Sorted(
            document,
            [
                .. resolved.Findings,
                .. written.Findings,
                .. rules.Findings,
                .. root is null ? [] : AboutKeys(root, audience),
            ]
        );
        return new VaultReport(findings, findings.Any(f => f.Severity == Severity.Error) ? null : written.Text);
    }

    private static IEnumerable<ResolvedFinding> AboutKeys(ConfigObject root, VaultAudience audience) =>
        [.. ConnectionKeys.In(root, audience), .. UnknownKeys.In(root), .. ValueTypes.In(root)];

    // Of a number in YAML the reader has said already that its text changes.
    private static List<Finding> Sorted(Document document, IReadOnlyList<ResolvedFinding> found) =>
        [
            .. document
                .Findings.Concat(
                    found
                        .Select(f => f.Finding)
                        .Where(f =>
                            f.Code != "number-text"
                            || !document.Findings.Any(d => d.Code == "yaml-number-text" && d.Span == f.Span)
                        )
                )
                .OrderBy(f => f.Span.Start),
        ];

    private static ResolvedFinding Refused(Document document, IncludeNode include) =>
        new(
            document,
            FindingList.Make(
                document.Source,
                include.Span,
                "",
                new(
                    Severity.Error,
                    "include-refused",
                    "A vault cannot include other files.",
                    "Write the included settings here."
                )
            )
        );

    private static IEnumerable<IncludeNode> Includes(Node node) =>
        node switch
        {
            ObjectNode value => value.Members.SelectMany(m =>
                m is FieldNode field ? Includes(field.Value)
                : m is IncludeNode include ? [include]
                : []
            ),
            ListNode list => list.Items.SelectMany(Includes),
            ConcatNode concat => concat.Pieces.SelectMany(Includes),
            _ => [],
        };
}
