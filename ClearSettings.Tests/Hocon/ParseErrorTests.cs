using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ParseErrorTests
{
    [Theory]
    [InlineData("a = x:y", "unquoted-colon@1:6")]
    [InlineData("a = C:\\tmp", "unquoted-colon@1:6")]
    [InlineData("a = x\\y", "unquoted-backslash@1:6")]
    [InlineData("a = me@example.com", "reserved-character@1:7")]
    [InlineData("a = $x", "lone-dollar@1:5")]
    [InlineData("a = +5", "lone-plus@1:5")]
    [InlineData("a = \"x", "unclosed-string@1:5")]
    [InlineData("a = \"x\ny\"", "unclosed-string@1:5 unclosed-string@2:2")]
    [InlineData("a = \"\"\"x", "unclosed-string@1:9")]
    [InlineData("a = \"\\d\"", "unknown-escape@1:6")]
    [InlineData("a = \"\\u12\"", "bad-unicode-escape@1:6")]
    [InlineData("a = \"x\ty\"", "raw-control@1:7")]
    [InlineData("a {\n b = 1\n", "missing-brace@3:1")]
    [InlineData("a = [1\n2", "missing-bracket@2:2")]
    [InlineData("a = 1 }", "unbalanced-brace@1:7")]
    [InlineData("a = 1\n]\nb = 2", "unbalanced-bracket@2:1")]
    [InlineData("{a=1} b", "text-after-root@1:7")]
    [InlineData("a", "missing-separator@1:1")]
    [InlineData("a [1]", "missing-separator@1:1")]
    [InlineData("= 1", "missing-key@1:1")]
    [InlineData("a = , b = 2", "missing-value@1:5")]
    [InlineData("a {x=1} {y=2}", "missing-comma@1:9")]
    [InlineData("a..b = 1", "empty-key@1:3")]
    [InlineData(".a = 1", "empty-key@1:1")]
    [InlineData("a = ${", "unclosed-substitution@1:5")]
    [InlineData("a = ${}", "empty-substitution@1:5")]
    [InlineData("a = ${b:c}", "bad-substitution@1:8")]
    [InlineData("a = ${b.}", "empty-key@1:9")]
    [InlineData("include x", "bad-include@1:1")]
    [InlineData("include = 1", "bad-include@1:1")]
    [InlineData("include \"x\"", "include-refused@1:1")]
    [InlineData("a = [{b += 1}]", "append-in-list@1:9")]
    public void An_error_has_a_code_and_a_place(string text, string expected) =>
        Assert.StartsWith(expected, ResolvedTree.Findings(text));

    [Fact]
    public void All_errors_are_told_in_the_order_of_the_text()
    {
        const string text = "a = x:y\nb = 1\nc {\n  d = me@x\n  e = \"\\q\"\n}\nf = [1,,2]\ng = ok";
        Assert.Equal(
            "unquoted-colon@1:6 reserved-character@4:9 unknown-escape@5:8 extra-comma@7:8",
            ResolvedTree.Findings(text)
        );
    }

    [Fact]
    public void After_an_error_the_rest_is_read()
    {
        var root = (ObjectNode)ResolvedTree.Parse("a = = 1\nb = 2\nc { d = ? , e = 3 }\nf = [ = , 4 ]\ng = 5").Root;
        Assert.Equal(["b", "c", "f", "g"], root.Fields.Select(f => f.Path[0].Text));
    }

    [Fact]
    public void A_brace_that_is_missing_after_another_error_is_told_last() =>
        Assert.Equal("reserved-character@2:7 missing-brace@3:1", ResolvedTree.Findings("a {\n b = x@y\n"));

    [Fact]
    public void A_finding_names_the_key_says_a_sentence_and_knows_a_fix()
    {
        var finding = Assert.Single(ResolvedTree.Parse("agent { docker.image = nvidia/cuda:11.0 }").Findings);
        Assert.Equal("agent.docker.image", finding.Path);
        Assert.EndsWith(".", finding.Message);
        Assert.Contains("quotes", finding.Fix);
        Assert.Equal((new Position(1, 35), new Position(1, 36)), (finding.Start, finding.End));
    }

    [Fact]
    public void Errors_beyond_the_limit_are_counted()
    {
        var document = Document.Parse(
            string.Concat(Enumerable.Repeat("a = ?\n", 50)),
            new ParseOptions
            {
                Dialect = Dialect.Strict,
                Limits = new Limits { MaxFindings = 3 },
            }
        );
        Assert.Equal(4, document.Findings.Count);
        Assert.Contains("47 more errors", document.Findings[^1].Message);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a=", 100_000)]
    [InlineData("a{", 100_000)]
    [InlineData("a.", 100_000)]
    [InlineData("${", 100_000)]
    [InlineData("[{", 100_000)]
    [InlineData("\"", 100_001)]
    [InlineData("a=${?", 50_000)]
    [InlineData("include ", 50_000)]
    public void Nesting_without_end_is_an_error_and_no_crash(string piece, int times)
    {
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            var document = ResolvedTree.Parse(string.Concat(Enumerable.Repeat(piece, times)), dialect);
            Assert.True(document.HasErrors);
            Resolver.Resolve(document);
        }
    }

    [Fact]
    public void Limits_of_size_and_number_are_errors()
    {
        Assert.Equal("too-large", Only(new Limits { MaxBytes = 10 }, "a = 12345678"));
        Assert.Equal("too-many-nodes", Only(new Limits { MaxNodes = 10 }, "a = [1,2,3,4,5,6,7,8,9,10,11]"));
        Assert.Equal("too-deep", Only(new Limits { MaxDepth = 3 }, "a { b { c { d { e = 1 } } } }"));
        Assert.Equal("too-deep", Only(new Limits { MaxDepth = 3 }, "a.b.c.d.e = 1"));
    }

    private static string Only(Limits limits, string text) =>
        Assert.Single(Document.Parse(text, new ParseOptions { Limits = limits }).Findings).Code;
}
