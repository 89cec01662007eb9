using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ResolveLimitTests
{
    [Theory]
    [InlineData("a0 = xxxxxxxxxx\n", "a{0} = ${{a{1}}}${{a{1}}}\n")]
    [InlineData("a0 = [1]\n", "a{0} = ${{a{1}}}${{a{1}}}\n")]
    [InlineData("a0 = [1]\n", "a{0} = [${{a{1}}}, ${{a{1}}}]\n")]
    [InlineData("a0 = {{x=1}}\n", "a{0} {{ l = ${{a{1}}}, r = ${{a{1}}} }}\n")]
    public void Doubling_without_end_is_stopped(string first, string next)
    {
        var text = new StringBuilder(string.Format(first));
        for (var i = 1; i <= 60; i++)
            text.AppendFormat(next, i, i - 1);
        var finding = Assert.Single(Resolver.Resolve(ResolvedTree.Parse(text.ToString())).Findings).Finding;
        Assert.Contains(finding.Code, new[] { "expansion", "too-deep" });
    }

    [Fact]
    public void A_long_chain_resolves_and_one_that_is_too_long_is_an_error()
    {
        Assert.Equal("1", ((ConfigNumber)Resolver.Resolve(Chain(5_000)).Root["a0"]).Text);
        Assert.Equal("chain", Assert.Single(Resolver.Resolve(Chain(20_000)).Findings).Finding.Code);
    }

    [Fact]
    public void A_long_chain_needs_little_of_the_callers_stack()
    {
        var errors = true;
        var thread = new Thread(() => errors = Resolver.Resolve(Chain(5_000)).HasErrors, 256 << 10);
        thread.Start();
        thread.Join();
        Assert.False(errors);
    }

    [Fact]
    public void Thousands_of_plus_equals_append_in_order()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a += {i}\n"));
        Assert.Equal(
            Enumerable.Range(0, 20_000),
            Resolver.Resolve(ResolvedTree.Parse(text)).Root.GetList("a").Select(v => int.Parse(((ConfigNumber)v).Text))
        );
    }

    [Fact]
    public void Objects_through_substitutions_are_not_deeper_than_the_limit()
    {
        var text = "a0 = 1\n" + string.Concat(Enumerable.Range(1, 100).Select(i => $"a{i} {{ x = ${{a{i - 1}}} }}\n"));
        Assert.Equal("too-deep", Assert.Single(Resolver.Resolve(ResolvedTree.Parse(text)).Findings).Finding.Code);
    }

    [Theory]
    [InlineData("b { e = ${b}, e = ${b} }", "cycle")]
    [InlineData("b { e = ${b}, e = ${c} }, c { e = ${b} }", "cycle")]
    [InlineData("a.b.c = ${a.b}\na.b = {b=${?b}} {c=${?b}}\nb = ${a.b}", "cycle")]
    [InlineData(
        "a.b.c = ${a.b}\nb.c = ${?a}\na.b = {b=${?b}} {c=${?b}}\na.b += {c=${?b}} ${b} {c=${?a.b.c}}\nb = ${a.b}",
        "cycle"
    )]
    [InlineData("a.b.c = {c=${?b.c}} {b=${?a}}\nb.c = {c=1}\nb.c = [1]\nb.c = {c=${?b}}\na.b.c = ${?b.c}", "too-deep")]
    [InlineData(
        "a.b = ${?c} ${a.b.c}\na.b = ${?c} {b=${?b}} {c=${?c}}\nc = x{c=${?a}}\nc = [${?a}]\na.b.c += "
            + "x${?a.b}\nb.c = ${b}\na = [1]${?b.c}\nb.c = {c=${?b}} {b=${?b.c}} {c=${?a}}\na.b.c = ${?b.c} [1]${a}",
        "too-deep"
    )]
    public void Values_that_contain_themselves_end_in_an_error(string text, string code) =>
        Assert.Contains(Resolver.Resolve(ResolvedTree.Parse(text)).Findings, f => f.Finding.Code == code);

    [Fact]
    public void Too_many_defaults_of_one_key_are_an_error()
    {
        var text = string.Concat(Enumerable.Repeat("a = ${?B}\n", 20_000));
        Assert.Equal(
            "too-many-defaults",
            Assert
                .Single(Resolver.Resolve(ResolvedTree.Parse(text), new ResolveOptions { Partial = true }).Findings)
                .Finding.Code
        );
    }

    [Fact]
    public void A_resolve_that_needs_too_many_steps_is_refused_whatever_the_machine_does()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"a{i} = x${{?b}}\n"));
        var steps = Resolver.Resolve(ResolvedTree.Parse(text)).Steps;
        Assert.False(Resolve(text, (int)steps).HasErrors);
        Assert.Equal("too-many-steps", Assert.Single(Resolve(text, (int)steps - 1).Findings).Finding.Code);
    }

    [Theory]
    [InlineData("x = ${x.y}\n")]
    [InlineData("x = ${?x.y}\n")]
    [InlineData("x = ${?x}\n")]
    [InlineData("x = ${?x}y\n")]
    [InlineData("x = ${?x} [1]\n")]
    [InlineData("x += 1\n")]
    [InlineData("x = ${?x} { a = 1 }\n")]
    [InlineData("x = ${?x.y}\ny = ${?x}\n")]
    [InlineData("x = ${?y.a}\ny = ${?x.a}\n")]
    [InlineData("x { a = 1 }\nx = ${?x.y}\n")]
    [InlineData("x = ${y}\n")]
    [InlineData("x = [${?x}]\n")]
    [InlineData("x = ${?x}${?y}\n")]
    public void Looking_back_takes_work_in_proportion_to_the_text(string line)
    {
        var (one, two) = (Work(line, 1_000), Work(line, 2_000));
        Assert.True(two.Steps < 2.1 * one.Steps, $"{one.Steps} steps, and {two.Steps} for twice the text");
        Assert.True(two.Bytes < 3 * one.Bytes, $"{one.Bytes} bytes, and {two.Bytes} for twice the text");
    }

    private static (long Steps, long Bytes) Work(string line, int times)
    {
        var document = ResolvedTree.Parse(string.Concat(Enumerable.Repeat(line, times)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var resolved = Resolver.Resolve(document);
        Assert.DoesNotContain(resolved.Findings, f => f.Finding.Code is "chain" or "too-many-steps");
        return (resolved.Steps, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Resolved Resolve(string text, int steps) =>
        Resolver.Resolve(ResolvedTree.Parse(text), new ResolveOptions { Limits = new Limits { MaxSteps = steps } });

    private static Document Chain(int length) =>
        ResolvedTree.Parse(
            string.Concat(Enumerable.Range(0, length).Select(i => $"a{i} = ${{a{i + 1}}}\n")) + $"a{length} = 1"
        );
}
