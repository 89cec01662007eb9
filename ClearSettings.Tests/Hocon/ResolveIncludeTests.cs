using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ResolveIncludeTests
{
    [Fact]
    public void An_included_object_is_merged_where_it_stands()
    {
        var texts = new Texts { ["x"] = "b = 2, c { e = 4 }" };
        Assert.Equal(
            "{\"a\":1,\"b\":2,\"c\":{\"d\":3,\"e\":4}}",
            texts.Show("a = 1, b = 0, c { d = 3 }\ninclude \"x\"")
        );
        Assert.Equal("{\"k\":{\"b\":5,\"c\":{\"e\":4}}}", texts.Show("k {\n include file(\"x\")\n b = 5 }"));
    }

    [Fact]
    public void Substitutions_of_an_included_text_look_there_first_and_then_at_the_root()
    {
        var texts = new Texts { ["x"] = "a = ${b}, c = ${d}, b = inner" };
        Assert.Equal(
            "{\"b\":\"outer\",\"d\":\"root\",\"k\":{\"a\":\"inner\",\"c\":\"root\",\"b\":\"inner\"}}",
            texts.Show("b = outer, d = root\nk { include \"x\" }")
        );
    }

    [Fact]
    public void Values_know_the_included_text()
    {
        var texts = new Texts { ["x"] = "\n b = 2" };
        Assert.Equal(
            "x:2:6",
            ((ConfigObject)Resolver.Resolve(texts.Parse("include \"x\"")).Value)["b"].Origin.ToString()
        );
    }

    [Fact]
    public void Nothing_found_is_an_empty_object_unless_it_is_required()
    {
        Assert.Equal("{\"a\":{}}", new Texts().Show("a { include \"none\" }"));
        Assert.Equal("include-missing", Assert.Single(new Texts().Parse("include required(\"none\")").Findings).Code);
        Assert.Equal(
            "include-missing",
            Assert.Single(new Texts().Parse("include required( file( \"none\" ) )").Findings).Code
        );
    }

    [Fact]
    public void A_text_that_includes_itself_is_an_error() =>
        Assert.Contains(
            new Texts { ["x"] = "include \"x\"" }
                .Parse("include \"x\"")
                .Findings,
            f => f.Severity == Severity.Error
        );

    [Fact]
    public void An_error_in_an_included_text_is_told_at_the_include()
    {
        var finding = Assert.Single(
            new Texts { ["x"] = "a = 1\nb = ?" }
                .Parse("c = 1\ninclude \"x\"")
                .Findings
        );
        Assert.Equal(("include-broken", new Position(2, 1)), (finding.Code, finding.Start));
        Assert.Contains("2:5", finding.Message);
    }

    private sealed class Texts : Dictionary<string, string>, IIncludeResolver
    {
        public IReadOnlyList<IncludedText> Find(IncludeRequest request) =>
            TryGetValue(request.Name, out var text) ? [new IncludedText(text, request.Name)] : [];

        public Document Parse(string text) =>
            Document.Parse(text, new ParseOptions { Dialect = Dialect.Strict, IncludeResolver = this });

        public string Show(string text)
        {
            var document = Parse(text);
            Assert.Empty(document.Findings);
            return ResolvedTree.Show(Resolver.Resolve(document).Root);
        }
    }
}
