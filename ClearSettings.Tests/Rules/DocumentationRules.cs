using System.Text;
using System.Text.RegularExpressions;

namespace ClearSettings.Tests.Rules;

/// <summary>
/// The documents in docs/ and the root folder: complete, readable, and without broken links or citations.
/// </summary>
public sealed partial class DocumentationRules(SqliteApp app) : IClassFixture<SqliteApp>
{
    private const int MaxTableRow = 400;
    private const string ThisFile = "ClearSettings.Tests/Rules/DocumentationRules.cs";

    private static readonly string[] Sources = ["*.cs", "*.cshtml", "*.js", "*.mjs", "*.css", "*.csproj"];

    private static readonly string[] Folders =
    [
        "ClearSettings.Domain",
        "ClearSettings.Web",
        "ClearSettings.Tests",
        "ClearSettings.E2E",
        "ClearSettings.Benchmarks",
        "wwwroot",
        ".ci",
    ];

    [Fact]
    public void Each_API_action_has_a_section_with_an_example()
    {
        var sections = Sections(SourceTree.Read("docs/api.md"));
        var actions = ApiActions.All(app).Select(a => a.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(actions, sections.Keys.Where(IsAction).Order(StringComparer.Ordinal));
        Assert.All(
            actions,
            name => Assert.True(sections[name].Contains("```", StringComparison.Ordinal), $"{name} has no example")
        );
        Assert.All(
            actions,
            name =>
                Assert.True(
                    sections[name].Contains("/" + name, StringComparison.Ordinal),
                    $"{name} has no example call"
                )
        );
    }

    [Fact]
    public void Documents_that_code_cites_exist()
    {
        List<string> broken = [];
        foreach (var file in SourceFiles())
        {
            foreach (Match citation in Citation().Matches(SourceTree.Read(file)))
            {
                if (!Exists(citation.Groups[1].Value, citation.Groups[2].Value))
                    broken.Add($"{file}: {citation.Value}");
            }
        }
        Assert.Empty(broken);
    }

    [Fact]
    public void Code_cites_no_document_that_is_not_in_the_repository() =>
        Assert.Empty(
            SourceFiles().SelectMany(f => UnknownDocument().Matches(SourceTree.Read(f)).Select(m => $"{f}: {m.Value}"))
        );

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        List<string> broken = [];
        foreach (var file in Documents())
        {
            foreach (Match link in Link().Matches(WithoutCode(SourceTree.Read(file))))
            {
                var target = link.Groups[1].Value;
                if (
                    target.Contains("://", StringComparison.Ordinal)
                    || target.StartsWith("mailto:", StringComparison.Ordinal)
                )
                    continue;
                var parts = target.Split('#', 2);
                var path = parts[0].Length == 0 ? file : Resolve(file, parts[0]);
                if (!Exists(path, parts.ElementAtOrDefault(1) ?? ""))
                    broken.Add($"{file}: {target}");
            }
        }
        Assert.Empty(broken);
    }

    [Fact]
    public void Table_rows_are_short_enough_to_read() =>
        Assert.Empty(
            Documents()
                .SelectMany(f =>
                    SourceTree
                        .Read(f)
                        .Split('\n')
                        .Where(l => l.StartsWith('|') && l.Length > MaxTableRow)
                        .Select(l => $"{f}: {l[..60]}…")
                )
        );

    [Theory]
    [InlineData("## Put ClearSettings behind nginx", "put-clearsettings-behind-nginx")]
    [InlineData("### `auth.login`", "authlogin")]
    [InlineData("## SQLite, PostgreSQL & back-ups: what to do", "sqlite-postgresql--back-ups-what-to-do")]
    public void Anchors_are_those_of_GitHub(string heading, string anchor) => Assert.Contains(anchor, Anchors(heading));

    private static IEnumerable<string> Documents() =>
        Directory
            .EnumerateFiles(SourceTree.Root, "*.md")
            .Select(f => Path.GetFileName(f))
            .Concat(SourceTree.Files("docs", "*.md"));

    private static IEnumerable<string> SourceFiles() =>
        Folders
            .SelectMany(folder => Sources.SelectMany(pattern => SourceTree.Files(folder, pattern)))
            .Where(f =>
                f != ThisFile
                && !f.Contains("/Migrations/", StringComparison.Ordinal)
                && !f.Contains("wwwroot/lib/", StringComparison.Ordinal)
                && !f.Contains("node_modules/", StringComparison.Ordinal)
            );

    private static bool Exists(string path, string anchor)
    {
        var full = Path.Combine(SourceTree.Root, path);
        return anchor.Length == 0
            ? File.Exists(full) || Directory.Exists(full)
            : File.Exists(full) && Anchors(SourceTree.Read(path)).Contains(anchor);
    }

    private static string Resolve(string from, string link) =>
        Path.GetRelativePath(
                SourceTree.Root,
                Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(from)!, link))
            )
            .Replace('\\', '/');

    private static bool IsAction(string heading) => Action().IsMatch(heading);

    /// <summary>The text below each heading, up to the next one; code ticks are not part of a heading.</summary>
    private static Dictionary<string, string> Sections(string document)
    {
        Dictionary<string, string> sections = [];
        var text = new StringBuilder();
        var (heading, inCode) = ("", false);
        foreach (var line in document.Split('\n').Append("# "))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            if (inCode || Heading().Match(line) is not { Success: true } match)
            {
                text.AppendLine(line);
                continue;
            }
            Assert.True(sections.TryAdd(heading, text.ToString()) || heading.Length == 0, $"two sections {heading}");
            (heading, text) = (match.Groups[1].Value.Replace("`", "", StringComparison.Ordinal), new StringBuilder());
        }
        return sections;
    }

    private static HashSet<string> Anchors(string document)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(WithoutBlocks(document)))
        {
            var slug = NotInAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-');
            for (var (name, n) = (slug, 1); !anchors.Add(name); n++)
                name = $"{slug}-{n}";
        }
        return anchors;
    }

    private static string WithoutBlocks(string document) => CodeBlock().Replace(document, "");

    private static string WithoutCode(string document) => CodeSpan().Replace(WithoutBlocks(document), "");

    [GeneratedRegex(@"(docs/[a-z-]+\.md)(?:#([a-z0-9-]+))?")]
    private static partial Regex Citation();

    [GeneratedRegex(
        @"(?i:\bcontract \d|\bcontract: ?\d|of the contract\b|\bsecurity [A-Z]\d+\b)|"
            + @"(?<![\w/])(?:design|security|language|protocol|clearml-protocol)\.md|/work/shared"
    )]
    private static partial Regex UnknownDocument();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[a-z_]+\.[a-z_]+\z")]
    private static partial Regex Action();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex CodeSpan();
}
