using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class WriterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a = 1", "{\"a\":1}")]
    [InlineData("a.b = x, a.c = [1, 2]", "{\"a\":{\"b\":\"x\",\"c\":[1,2]}}")]
    [InlineData(
        "a = 1.0, b = 1.50, c = 123456789012345678901234567890, d = 1e5",
        "{\"a\":1.0,\"b\":1.50,\"c\":123456789012345678901234567890,\"d\":1e5}"
    )]
    [InlineData("a = \"q\\\"b\\\\n\\n\\r\\t\\u00e9\\/\"", "{\"a\":\"q\\\"b\\\\n\\n\\r\\té/\"}")]
    [InlineData("secret = \"a+b&c<d>'e\"", "{\"secret\":\"a+b&c<d>'e\"}")]
    [InlineData("a = \"\\u2028\\u00a0\\ufeff\\u007f😀\"", "{\"a\":\"\u2028\u00a0\ufeff\u007f😀\"}")]
    [InlineData(
        "a = \"\", b = [\"\", x, \"\"]",
        "{\"a\":\"\",\"b\":[${?clearsettings.empty}\"\",\"x\",${?clearsettings.empty}\"\"]}"
    )]
    [InlineData("a = ${HOME}\"/x\", b = pre ${?USER} post", "{\"a\":${HOME}\"/x\",\"b\":\"pre \"${?USER}\" post\"}")]
    [InlineData("a = \"\"${?X}, b = [${?X}\"\"], c = ${?X}", "{\"a\":${?X}\"\",\"b\":[${?X}\"\"],\"c\":${?X}}")]
    [InlineData("port = 80, port = ${?PORT}", "{\"port\":80,\"port\":${?PORT}}")]
    [InlineData("a { b = [{ c = x, c = ${?C} }] }", "{\"a\":{\"b\":[{\"c\":\"x\",\"c\":${?C}}]}}")]
    [InlineData("p = 1, p = ${?A}, p = ${?A}", "{\"p\":1,\"p\":${?A}}")]
    [InlineData("base = { x = 1 }, a = ${base} { y = 2 }", "{\"base\":{\"x\":1},\"a\":{\"x\":1,\"y\":2}}")]
    [InlineData("a = [1], a += 2", "{\"a\":[1,2]}")]
    [InlineData("a = 1, a = ${?nothing.here}", "{\"a\":1}")]
    [InlineData("a = null, b = true, c = []", "{\"a\":null,\"b\":true,\"c\":[]}")]
    [InlineData("a = \"${HOME}\"", "{\"a\":\"${HOME}\"}")]
    public void The_text_for_clients_is_one_line_that_they_read_as_meant(string text, string expected)
    {
        var written = CanonicalWriter.Write(Partial(text));
        Assert.Empty(written.Findings.Select(f => f.ToString()));
        Assert.Equal(expected, written.Text);
        WriterRules.Check(written.Text!);
    }

    [Theory]
    [InlineData("a = [1]\nb { \"\" = 1 }", "empty-key", 2)]
    [InlineData("\"a\\\"b\" = 1", "unreadable-key", 1)]
    [InlineData("\"a\\\\b\" = 1", "unreadable-key", 1)]
    [InlineData("\"a\\nb\" = 1", "unreadable-key", 1)]
    [InlineData("a = 1\nb = 1e999", "number-range", 2)]
    [InlineData("a = [${?X}]", "optional-in-list", 1)]
    [InlineData("a = [${?X}${?Y}]", "optional-in-list", 1)]
    [InlineData("p = 1\np = ${?P}\na = [${p}]", "default-in-list", 2)]
    [InlineData("p = 1, p = ${?P}\na = \"x\"${p}", "default-in-text", 2)]
    [InlineData("a = null\na = ${?X}", "null-default", 2)]
    [InlineData("a = 1, a = ${?X}\na = ${?Y}", "several-overrides", 2)]
    [InlineData("a { b = 1 }\na = ${?X}", "object-override", 2)]
    [InlineData("a = \"\\ud83d\"", "lone-surrogate", 1)]
    [InlineData("a = \"\\ude00\\ud83d\"", "lone-surrogate", 1)]
    public void What_clients_would_misread_is_refused_with_its_place(string text, string code, int line)
    {
        var written = CanonicalWriter.Write(Partial(text));
        Assert.Null(written.Text);
        var finding = Assert.Single(written.Findings).Finding;
        Assert.Equal((Severity.Error, code, line), (finding.Severity, finding.Code, finding.Start.Line));
        Assert.Equal(code, Assert.Single(Assert.Throws<HoconException>(written.TextOrThrow).Findings).Code);
    }

    [Fact]
    public void Twenty_levels_are_written_and_twenty_one_are_not()
    {
        static string Nested(int levels) =>
            string.Concat(Enumerable.Repeat("a { ", levels - 1)) + "x = 1" + new string('}', levels - 1);
        Assert.NotNull(CanonicalWriter.Write(Partial(Nested(20))).Text);
        Assert.Equal("too-deep", Assert.Single(CanonicalWriter.Write(Partial(Nested(21))).Findings).Finding.Code);
    }

    [Theory]
    [InlineData("a = 1\n", "a = ${a}x\na = ${?ENV}\n", "too-many-defaults")]
    [InlineData("a = 1\n", "a = ${a}${a}\na = ${?ENV}\n", "expansion")]
    [InlineData("a = [1]\na = ${?ENV}\n", "b = ${a}x\n", "bad-join")]
    public void Defaults_inside_defaults_come_to_an_end(string first, string line, string code)
    {
        var resolved = Resolver.Resolve(
            Document.Parse(first + string.Concat(Enumerable.Repeat(line, 3000))),
            new ResolveOptions { Partial = true }
        );
        Assert.Contains(resolved.Findings, f => f.Finding.Code == code);
    }

    [Fact]
    public void Lists_inside_defaults_count_as_levels()
    {
        var text =
            "k0 = 1\n"
            + string.Concat(Enumerable.Range(1, 100).Select(i => $"k{i} = [${{k{i - 1}}}]\nk{i} = ${{?ENV}}\n"));
        Assert.Contains(
            Resolver.Resolve(Document.Parse(text), new ResolveOptions { Partial = true }).Findings,
            f => f.Finding.Code == "too-deep"
        );
    }

    [Fact]
    public void A_root_that_is_a_list_is_refused() =>
        Assert.Equal("root-no-object", Assert.Single(CanonicalWriter.Write(new ConfigList([])).Findings).Finding.Code);

    [Fact]
    public void Pretty_hocon_is_what_a_person_would_write()
    {
        const string expected = """
            a = 1
            b {
              c = [1, "x"]
              d = [
                {
                  e = null
                }
              ]
              f {}
            }
            "x.y" = "tab\t"
            home = ${HOME}"/x"
            port = 80
            port = ${?PORT}
            "include" = true

            """;
        Assert.Equal(expected, PrettyWriter.Hocon(Partial(expected)));
        Assert.Equal("text = \"\"\"one\ntwo\"\"\"\n", PrettyWriter.Hocon(Partial("text = \"one\\ntwo\"")));
        Assert.Equal("{}\n", PrettyWriter.Hocon(Partial("")));
    }

    [Fact]
    public void Pretty_json_and_yaml_are_what_a_person_would_write()
    {
        var value = Partial(
            "a = 1, b { c = [1, x], d = [{ e = null, f = 2 }, [3]] }, \"no\" = \"yes\", t = \"one\\ntwo\\n\""
        );
        Assert.Equal(
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [1, \"x\"],\n    \"d\": [\n      {\n        \"e\": null,\n     "
                + "   \"f\": 2\n      },\n      [3]\n    ]\n  },\n  \"no\": \"yes\",\n  \"t\": \"one\\ntwo\\n\"\n}\n",
            PrettyWriter.Json(value)
        );
        Assert.Equal(
            "a: 1\nb:\n  c:\n    - 1\n    - x\n  d:\n    - e: null\n      f: 2\n    - - 3\n\"no\": \"yes\"\nt: |\n "
                + " one\n  two\n",
            YamlWriter.Write(value)
        );
    }

    [Fact]
    public void Json_and_yaml_without_a_value_for_a_reference_are_refused_with_the_engines_exception()
    {
        var value = Partial("a = ${HOME}");
        Assert.Throws<HoconException>(() => PrettyWriter.Json(value));
        Assert.Throws<HoconException>(() => YamlWriter.Write(value));
        Assert.Throws<HoconException>(() => PrettyWriter.Hocon(new ConfigString("x")));
        ConfigValue deep = new ConfigNull();
        for (var i = 0; i < 5000; i++)
            deep = new ConfigList([deep]);
        Assert.Throws<HoconException>(() => PrettyWriter.Json(deep));
        Assert.Throws<HoconException>(() => YamlWriter.Write(deep));
        Assert.Throws<HoconException>(() => PrettyWriter.Hocon(deep));
    }

    private static ConfigObject Partial(string text) =>
        Resolver
            .Resolve(
                Document.Parse(text, new ParseOptions { Dialect = Dialect.Strict }),
                new ResolveOptions { Partial = true }
            )
            .Root;
}
