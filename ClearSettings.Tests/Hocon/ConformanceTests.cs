using System.Globalization;
using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>The engine on the corpus, and the table of it.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void The_corpus_reads_as_the_reference_reads_it()
    {
        var corpus = ConformanceCorpus.OrSkip();
        var table = new Dictionary<string, (int Cases, int Passed)>();
        var failures = new List<string>();
        foreach (var test in corpus.Cases)
        {
            foreach (var (row, problem) in Run(corpus, test))
            {
                var (cases, passed) = table.GetValueOrDefault(row);
                table[row] = (cases + 1, passed + (problem is null ? 1 : 0));
                if (problem is not null)
                    failures.Add($"{test.Id} {row}: {problem}");
            }
        }
        Print(table);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(40)));
        Assert.Equal(corpus.Cases.Count, table.Where(r => !r.Key.Contains(',')).Sum(r => r.Value.Cases));
    }

    /// <summary>
    /// The reference stops at its first error; of several substitutions it is any of them, so it counts when ours is
    /// among all that are told.
    /// </summary>
    [Fact]
    public void Errors_are_on_the_lines_where_the_reference_sees_them()
    {
        var corpus = ConformanceCorpus.OrSkip();
        var cases = corpus.Cases.Where(c => c.ErrorLine is not null && c.Class is "invalid" or "unresolved").ToList();
        var others = cases.Where(c => !Lines(corpus, c).Contains(c.ErrorLine!.Value)).ToList();
        var equal = 100.0 * (cases.Count - others.Count) / cases.Count;
        output.WriteLine(
            $"{equal:0.0} % of {cases.Count} error lines are those of the reference. Others: "
                + $"{string.Join(' ', others.Select(c => c.Id))}"
        );
        Assert.True(equal >= 95, $"{equal:0.0} % of {cases.Count} error lines are those of the reference.");
    }

    private static IEnumerable<int> Lines(ConformanceCorpus corpus, ConformanceCorpus.Case test)
    {
        var document = Document.Parse(corpus.Text(test.File), Strict(test));
        if (document.HasErrors)
            return [document.Findings.First(f => f.Severity == Severity.Error).Start.Line];
        return Resolve(document, null)
            .Findings.Select(f => f.Finding)
            .Where(f => f.Severity == Severity.Error)
            .Select(f => f.Start.Line);
    }

    private static IEnumerable<(string Row, string? Problem)> Run(ConformanceCorpus corpus, ConformanceCorpus.Case test)
    {
        var text = corpus.Text(test.File);
        var document = Document.Parse(text, Strict(test));
        var resolved = document.HasErrors ? null : Resolve(document, null);
        yield return (test.Class, ClassProblem(corpus, test, document, resolved));
        if (
            test["expected_env"] is { } inEnvironment
            && inEnvironment.EndsWith(".json", StringComparison.Ordinal)
            && !document.HasErrors
        )
        {
            var there = Resolve(document, corpus.Environment);
            yield return (
                $"{test.Class}, environment",
                Refusal(document, there) ?? ConformanceExpected.Difference(there.Value, corpus.Text(inEnvironment))
            );
        }
        if (test["expected_filled"] is { } filled && !document.HasErrors)
            yield return ("unresolved, filled", Filled(document, [.. test.List("filled_paths")], corpus.Text(filled)));
        if (test["feature"] == "clearml-conf" && test.Class != "invalid")
            yield return (
                "real-world, ClearML dialect",
                Document.Parse(text) is { HasErrors: true } broken ? First(broken.Findings) : null
            );
    }

    private static string? ClassProblem(
        ConformanceCorpus corpus,
        ConformanceCorpus.Case test,
        Document document,
        Resolved? resolved
    )
    {
        var refusal = Refusal(document, resolved);
        return test.Class switch
        {
            "valid" => refusal ?? ConformanceExpected.Difference(resolved!.Value, corpus.Text(test["expected"]!)),
            "invalid" => refusal is null ? "was accepted" : Positioned(document, resolved),
            "unresolved" => document.HasErrors ? "does not parse"
            : refusal is null ? "has no unresolved reference"
            : Positioned(document, resolved),
            _ => refusal is null ? null : Positioned(document, resolved),
        };
    }

    private static string? Filled(Document document, IReadOnlyList<string> paths, string expected)
    {
        var outside = Document.Parse(
            string.Join('\n', paths.Select(p => $"{p} = \"<{p}>\"")),
            new ParseOptions { Name = "outside" }
        );
        var resolved = Resolver.Merge([outside, document]);
        return Refusal(document, resolved)
            ?? ConformanceExpected.Difference(resolved.Value, expected, [.. paths.Select(HoconPath.Parse)]);
    }

    private static ParseOptions Strict(ConformanceCorpus.Case test) =>
        new()
        {
            Dialect = Dialect.Strict,
            Name = test.Id,
            IncludeResolver = new Nothing(),
        };

    private static Resolved Resolve(Document document, IReadOnlyDictionary<string, string>? environment) =>
        Resolver.Resolve(document, new ResolveOptions { Environment = environment });

    private static string? Refusal(Document document, Resolved? resolved) =>
        First(document.Findings) ?? First([.. (resolved?.Findings ?? []).Select(f => f.Finding)]);

    private static string? First(IReadOnlyList<Finding> findings) =>
        findings.FirstOrDefault(f => f.Severity == Severity.Error)?.ToString();

    private static string? Positioned(Document document, Resolved? resolved)
    {
        var error = document
            .Findings.Concat((resolved?.Findings ?? []).Select(f => f.Finding))
            .First(f => f.Severity == Severity.Error);
        var inText =
            error.Span.Start >= 0
            && error.Span.End <= document.Source.Text.Length
            && error.Start == document.Source.GetPosition(error.Span.Start);
        return inText && error.Message.EndsWith('.') ? null : $"a finding without a place or a sentence: {error}";
    }

    private void Print(Dictionary<string, (int Cases, int Passed)> table)
    {
        var text = new StringBuilder("| class | cases | passed |\n|---|--:|--:|\n");
        foreach (var (row, (cases, passed)) in table.OrderBy(r => r.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {row} | {cases} | {passed} |\n");
        output.WriteLine(text.ToString());
        Console.WriteLine(text.ToString());
    }

    private sealed class Nothing : IIncludeResolver
    {
        public IReadOnlyList<IncludedText> Find(IncludeRequest request) => [];
    }
}
