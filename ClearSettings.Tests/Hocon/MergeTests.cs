using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class MergeTests
{
    [Theory]
    [InlineData("a = 1", "a = 2", "{\"a\":2}")]
    [InlineData("a { b = 1, c = 1 }", "a.c = 2, d = 3", "{\"a\":{\"b\":1,\"c\":2},\"d\":3}")]
    [InlineData("a = [1, 2]", "a = [3]", "{\"a\":[3]}")]
    [InlineData("a { b = 1 }", "a = null", "{\"a\":null}")]
    [InlineData("a = ${b}, b = 1", "b = 2", "{\"a\":2,\"b\":2}")]
    [InlineData("b = 1", "a = ${b}", "{\"b\":1,\"a\":1}")]
    [InlineData("l = [1]", "l += 2", "{\"l\":[1,2]}")]
    [InlineData("x { y = 1 }", "x = ${x} { z = 2 }", "{\"x\":{\"y\":1,\"z\":2}}")]
    public void Later_documents_win_and_references_cross_them(string first, string second, string expected) =>
        Assert.Equal(expected, ResolvedTree.Show(Merge(first, second)));

    [Fact]
    public void Every_leaf_knows_who_set_it_and_what_it_overrode()
    {
        var merged = Merge(
            "agent {\n  git_user = company\n  x = 1\n}",
            "agent.git_user = group",
            "\nagent { git_user = me }"
        );
        var user = merged.Find("agent.git_user")!;
        Assert.Equal("doc3:2:20", user.Origin.ToString());
        Assert.Equal(["doc2:1:18 group", "doc1:2:14 company"], user.Overrode.Select(o => $"{o} {o.Text}"));
        Assert.Equal("doc1:3:7", merged.Find("agent.x")!.Origin.ToString());
        Assert.Empty(merged.Find("agent.x")!.Overrode);
    }

    [Fact]
    public void A_leaf_that_comes_through_a_reference_was_set_where_the_reference_stands()
    {
        var merged = Merge("a = 1, base { p = 80 }", "a = ${b}, b = 2, s = ${base}, s { p = 90 }");
        Assert.Equal("doc2:1:5", merged["a"].Origin.ToString());
        Assert.Equal("doc1:1:5", Assert.Single(merged["a"].Overrode).ToString());
        Assert.Equal("doc1:1:19", Assert.Single(merged.Find("s.p")!.Overrode).ToString());
    }

    [Fact]
    public void A_leaf_that_hides_an_object_overrode_it() =>
        Assert.Equal("{ b = 1 }", Assert.Single(Merge("a { b = 1 }", "a = 5")["a"].Overrode).Text);

    [Fact]
    public void An_error_names_its_document()
    {
        var resolved = Resolver.Merge([Named("a = 1", "one"), Named("\nb = ${x}", "two")]);
        Assert.StartsWith("two:2:5: error: ", Assert.Single(resolved.Findings).ToString());
    }

    [Fact]
    public void A_list_cannot_be_merged() =>
        Assert.Equal(
            "root-no-object",
            Assert.Single(Resolver.Merge([Named("a = 1", "one"), Named("[1]", "two")]).Findings).Finding.Code
        );

    [Fact]
    public void Documents_stay_as_they_are_when_they_are_merged_again()
    {
        var (one, two) = (Named("a = 1, o { x = 1 }", "one"), Named("a = ${?a}2, o { y = 2 }", "two"));
        var first = ResolvedTree.Show(Resolver.Merge([one, two]).Root);
        Assert.Equal(first, ResolvedTree.Show(Resolver.Merge([one, two]).Root));
        Assert.Equal("{\"a\":1,\"o\":{\"x\":1}}", ResolvedTree.Show(Resolver.Resolve(one).Root));
    }

    private static ConfigObject Merge(params string[] texts) =>
        Resolver.Merge([.. texts.Select((t, i) => Named(t, $"doc{i + 1}"))]).Root;

    private static Document Named(string text, string name) =>
        Document.Parse(text, new ParseOptions { Dialect = Dialect.Strict, Name = name });
}
