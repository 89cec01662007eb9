using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ResolvePartialTests
{
    [Theory]
    [InlineData("a = ${HOME}", "{\"a\":${HOME}}")]
    [InlineData("a = ${?HOME}", "{\"a\":${?HOME}}")]
    [InlineData("a = ${HOME}\"/x\"", "{\"a\":<${HOME}\"/x\">}")]
    [InlineData("a = pre ${HOME} post", "{\"a\":<\"pre \"${HOME}\" post\">}")]
    [InlineData("b = x, a = ${b}${HOME}${b}y", "{\"b\":\"x\",\"a\":<\"x\"${HOME}\"xy\">}")]
    [InlineData("b = ${HOME}/b, a = ${b}/a", "{\"b\":<${HOME}\"/b\">,\"a\":<${HOME}\"/b/a\">}")]
    [InlineData("l = [{p = ${?P}}, ${Q}]", "{\"l\":[{\"p\":${?P}},${Q}]}")]
    [InlineData("base {h = ${H}}, a = ${base} {x = 1}", "{\"base\":{\"h\":${H}},\"a\":{\"h\":${H},\"x\":1}}")]
    public void References_to_the_environment_stay(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Partial(text));

    [Theory]
    [InlineData("port = 80, port = ${?PORT}", "{\"port\":${?PORT} or 80}")]
    [InlineData("port = 80, port = ${?PORT}, port = ${?PORT2}", "{\"port\":${?PORT2} or ${?PORT} or 80}")]
    [InlineData(
        "a { b = 1, b = ${?B} }, c = [{d = x, d = ${?D}}]",
        "{\"a\":{\"b\":${?B} or 1},\"c\":[{\"d\":${?D} or \"x\"}]}"
    )]
    [InlineData("k = ${?A}, k = ${?B}, p = x, p = ${?k}", "{\"k\":${?B} or ${?A},\"p\":${?B} or ${?A} or \"x\"}")]
    [InlineData("k = ${?A}, k = ${?A}, p = x, p = ${?k}", "{\"k\":${?A} or ${?A},\"p\":${?A} or ${?A} or \"x\"}")]
    [InlineData("p = x, p = ${?P}${?Q}", "{\"p\":<${?P}${?Q}> or \"x\"}")]
    [InlineData("p = x, p = ${?P}/y", "{\"p\":<${?P}\"/y\">}")]
    [InlineData("p = x, p = ${P}", "{\"p\":${P}}")]
    [InlineData("p = ${?P}, p = x", "{\"p\":\"x\"}")]
    [InlineData("base {p = 80}, a = ${base}, a { p = ${?PORT} }", "{\"base\":{\"p\":80},\"a\":{\"p\":${?PORT} or 80}}")]
    [InlineData("p = {x = ${q}}, p = ${?P}, q = 1", "{\"p\":${?P} or {\"x\":1},\"q\":1}")]
    public void A_default_stays_below_its_optional_reference(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Partial(text));

    [Theory]
    [InlineData("a = 1, a = ${?x.y}", "undefined@1:12")]
    [InlineData("a = ${x.y}", "unresolved@1:5")]
    [InlineData("a = ${\"x-y\"}", "unresolved@1:5")]
    [InlineData("a = ${?ENV}, a { b = 1 }", "object-over-environment@1:16")]
    [InlineData("a = ${?ENV} [1]", "bad-join@1:5")]
    public void Other_references_must_be_in_the_document(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Unresolved(text, partial: true));

    [Fact]
    public void A_key_of_the_document_is_no_environment_variable() =>
        Assert.Equal("{\"x\":[1,2]}", ResolvedTree.Partial("x = ${?x} [1], x = ${?x} [2]"));

    [Fact]
    public void Given_variables_are_put_in()
    {
        var options = new ResolveOptions
        {
            Partial = true,
            Environment = new Dictionary<string, string> { ["A"] = "1" },
        };
        Assert.Equal(
            "{\"a\":\"1\",\"b\":${?B}}",
            ResolvedTree.Show(Resolver.Resolve(ResolvedTree.Parse("a = ${A}, b = ${?B}"), options).Value)
        );
    }
}
