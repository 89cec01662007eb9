using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>The sections of the HOCON specification on substitutions.</summary>
public sealed class ResolveTests
{
    [Theory]
    [InlineData("a = ${b}, b = 1", "{\"a\":1,\"b\":1}")]
    [InlineData("b = 1, a = ${b}, b = 2", "{\"b\":2,\"a\":2}")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }", "{\"bar\":{\"foo\":42,\"baz\":42}}")]
    [InlineData("a = ${b.\"c.d\"}, b { \"c.d\" = 1 }", "{\"a\":1,\"b\":{\"c.d\":1}}")]
    [InlineData("n = 1.50, a = ${n}, b = ${n} x", "{\"n\":1.50,\"a\":1.50,\"b\":\"1.50 x\"}")]
    [InlineData("a = x${b}y, b = null", "{\"a\":\"xnully\",\"b\":null}")]
    [InlineData("a = ${ b }, b = 1", "{\"a\":1,\"b\":1}")]
    public void A_substitution_has_the_final_value_of_its_path(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = ${?x}, b = 1", "{\"b\":1}")]
    [InlineData("a = 1, a = ${?x}", "{\"a\":1}")]
    [InlineData("a = [1, ${?x}, 2]", "{\"a\":[1,2]}")]
    [InlineData("a = x${?x}y", "{\"a\":\"xy\"}")]
    [InlineData("a = ${?x}${?y}, b = 1", "{\"b\":1}")]
    [InlineData("a = ${?x} ${?y}", "{\"a\":\" \"}")]
    [InlineData("a = ${?x} [1]", "{\"a\":[1]}")]
    [InlineData("a = ${?b}5", "{\"a\":5}")]
    [InlineData("a = ${?b}, b = ${?c}, d = [${?a}]", "{\"d\":[]}")]
    public void An_optional_substitution_may_be_absent(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("p = [1], p = ${p} [2], p = [0] ${p}", "{\"p\":[0,1,2]}")]
    [InlineData("path = \"a:b\", path = ${path}\":c\"", "{\"path\":\"a:b:c\"}")]
    [InlineData("p {x=1}, p = ${p} {y=2}", "{\"p\":{\"x\":1,\"y\":2}}")]
    [InlineData("p = ${?p}foo", "{\"p\":\"foo\"}")]
    [InlineData("foo { a { c = 1 } }, foo = ${foo.a}, foo { a = 2 }", "{\"foo\":{\"a\":2,\"c\":1}}")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }, bar { foo = 43 }", "{\"bar\":{\"foo\":43,\"baz\":43}}")]
    [InlineData(
        "bar { a = ${foo.d}, b = 1 }, bar.b = 3, foo { c = ${bar.b}, d = 2 }, foo.d = 4",
        "{\"bar\":{\"a\":4,\"b\":3},\"foo\":{\"c\":3,\"d\":4}}"
    )]
    [InlineData("a = ${?a}foo", "{\"a\":\"foo\"}")]
    [InlineData("p { q = 1, q = ${p} }", "{\"p\":{\"q\":{\"q\":1}}}")]
    [InlineData("p { q = 1, q = ${?p} }", "{\"p\":{\"q\":{\"q\":1}}}")]
    [InlineData("p { r { q = 1, q = ${p} } }", "{\"p\":{\"r\":{\"q\":{\"r\":{\"q\":1}}}}}")]
    [InlineData("p { q = {a=1}, q = ${p} {b=2} }", "{\"p\":{\"q\":{\"a\":1,\"q\":{\"a\":1},\"b\":2}}}")]
    [InlineData("p { q = [1], q = ${p.q} [${p}] }", "{\"p\":{\"q\":[1,{\"q\":[1]}]}}")]
    [InlineData(
        "z {k=1}, p = ${z}, p { q = 1, q = ${p} }",
        "{\"z\":{\"k\":1},\"p\":{\"k\":1,\"q\":{\"k\":1,\"q\":1}}}"
    )]
    [InlineData("p { q = 1, q = ${p}, s = ${p.q} }", "{\"p\":{\"q\":{\"q\":1,\"s\":1},\"s\":1}}")]
    [InlineData("a { b = ${a}, b = ${?x} }", "{\"a\":{\"b\":{}}}")]
    [InlineData("b = ${?a}, c.b = ${?b}, a = ${c}", "{\"b\":{},\"c\":{},\"a\":{}}")]
    [InlineData("b.a = ${?b}, b = ${b}", "{\"b\":{}}")]
    [InlineData("a { a += ${?a}, a += 1 }", "{\"a\":{\"a\":[1]}}")]
    [InlineData("a = [${nope}], a { x = 1 }", "{\"a\":{\"x\":1}}")]
    [InlineData("a = [${nope}], a.x.y = 1", "{\"a\":{\"x\":{\"y\":1}}}")]
    [InlineData("a { b = [${nope}] }, a { b { x = 1 } }", "{\"a\":{\"b\":{\"x\":1}}}")]
    [InlineData("s = [${nope}], s = [1]", "{\"s\":[1]}")]
    [InlineData("a = ${?b}foo, b = ${?a}", "{\"a\":\"foo\",\"b\":\"foo\"}")]
    public void A_value_that_refers_to_itself_looks_back(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a += 1, a += [2], a += {b=3}", "{\"a\":[1,[2],{\"b\":3}]}")]
    [InlineData("a = [0], a += 1", "{\"a\":[0,1]}")]
    [InlineData("x.y = [0], x { y += ${z} }, z = 1", "{\"x\":{\"y\":[0,1]},\"z\":1}")]
    [InlineData("a = ${b}, b = [0], a += 1", "{\"a\":[0,1],\"b\":[0]}")]
    public void Plus_equals_appends(string text, string expected) => Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("base {x=1,y=2}, a = ${base} {y=3}", "{\"base\":{\"x\":1,\"y\":2},\"a\":{\"x\":1,\"y\":3}}")]
    [InlineData("base {x=1}, a = ${base}, a {y=2}", "{\"base\":{\"x\":1},\"a\":{\"x\":1,\"y\":2}}")]
    [InlineData(
        "base {s {x=1}}, a {s {y=0}}, a = ${base}, a.s.z = 2",
        "{\"base\":{\"s\":{\"x\":1}},\"a\":{\"s\":{\"y\":0,\"x\":1,\"z\":2}}}"
    )]
    [InlineData("a = {x=1}, a = ${b}, a = {y=2}, b = 5", "{\"a\":{\"y\":2},\"b\":5}")]
    [InlineData("base {l=[1]}, a = ${base}, a.l = ${a.l} [2]", "{\"base\":{\"l\":[1]},\"a\":{\"l\":[1,2]}}")]
    [InlineData("a = ${b}, b {c {d = 1}}, e = ${a.c.d}", "{\"a\":{\"c\":{\"d\":1}},\"b\":{\"c\":{\"d\":1}},\"e\":1}")]
    [InlineData("p = [1], q = [2], a = ${p} ${q}", "{\"p\":[1],\"q\":[2],\"a\":[1,2]}")]
    [InlineData("o {\"1\":b,\"0\":a}, l = ${o} [c]", "{\"o\":{\"1\":\"b\",\"0\":\"a\"},\"l\":[\"a\",\"b\",\"c\"]}")]
    public void Objects_and_lists_pass_through_substitutions(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Fact]
    public void What_the_document_does_not_set_comes_from_the_environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = "/root",
            ["EMPTY"] = "",
            ["SET"] = "no",
        };
        Assert.Equal(
            "{\"a\":\"/root/x\",\"b\":\"\",\"SET\":\"yes\",\"c\":\"yes\"}",
            ResolvedTree.Strict("a = ${HOME}/x, b = ${?EMPTY}, SET = yes, c = ${SET}", environment)
        );
    }

    [Theory]
    [InlineData("a = ${x}", "unresolved@1:5")]
    [InlineData("a = 1\nb { c = [${x.y}] }", "unresolved@2:10")]
    [InlineData("a = ${x}, b = ${y}", "unresolved@1:5 unresolved@1:15")]
    [InlineData("b = [1], a = ${b.0}", "unresolved@1:14")]
    [InlineData("a = ${b}, b = ${?c}", "unresolved@1:5")]
    [InlineData("p = ${p}, p = {a=1}", "unresolved@1:5")]
    [InlineData("a = ${x}, b = ${a}", "unresolved@1:5")]
    [InlineData("s = ${s}, s = [${?s}]", "unresolved@1:5")]
    [InlineData("s = [${nope}], s = [${?s}]", "unresolved@1:6")]
    [InlineData("a = [${nope}], a { x = ${?y} }", "unresolved@1:6")]
    [InlineData("a = [${nope}], a.x += 1", "unresolved@1:6")]
    [InlineData("a = ${nope}, a = [${?b}], a { x = 1 }", "unresolved@1:5")]
    [InlineData("a = ${nope}x, a = ${b}, b = 5", "unresolved@1:5")]
    [InlineData("a = {z = ${nope}}, a = ${b}, b = 5", "unresolved@1:10")]
    public void A_required_substitution_without_a_value_is_an_error(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Unresolved(text));

    [Theory]
    [InlineData("a = ${b}, b = ${c}, c = ${a}", "a → b → c → a")]
    [InlineData("a = ${a}", "a → a")]
    [InlineData("x = ${a}, a { b = ${c} }, c { d = ${a} }", "a → c → a")]
    [InlineData("a = 1, a = { x = ${a} }", "a → a")]
    [InlineData("a = [${a}]", "a → a")]
    [InlineData("a { b = ${a}, b += 1 }", "a → a")]
    [InlineData("p { q = 1, q = [${p}] }", "p → p")]
    [InlineData("a.a = {a = ${?b}, a.b = ${a}}", "a → a")]
    [InlineData("b = ${a} { z = ${b.x} }, a { x = 1 }", "b.x → b.x")]
    public void A_cycle_is_an_error_that_names_its_keys(string text, string chain)
    {
        var finding = Assert.Single(Resolver.Resolve(ResolvedTree.Parse(text)).Findings).Finding;
        Assert.Equal("cycle", finding.Code);
        Assert.Contains(chain + ".", finding.Message);
    }

    [Fact]
    public void A_finding_names_the_key_in_which_the_substitution_stands() =>
        Assert.Equal("a.b", Resolver.Resolve(ResolvedTree.Parse("a { b = x ${y} }")).Findings[0].Finding.Path);

    [Fact]
    public void With_errors_the_rest_is_resolved_and_the_root_throws()
    {
        var resolved = Resolver.Resolve(ResolvedTree.Parse("a = ${x}, b = 1, c = [${x}, 2]"));
        Assert.Equal("{\"b\":1,\"c\":[2]}", ResolvedTree.Show(resolved.Value));
        Assert.Equal(2, Assert.Throws<HoconException>(() => resolved.Root).Findings.Count);
    }
}
