using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ParseDialectTests
{
    [Theory]
    [InlineData("a = http://h:8008/x", "{\"a\":\"http://h:8008/x\"}", "unquoted-colon@1:9")]
    [InlineData("image: nvidia/cuda:11.0", "{\"image\":\"nvidia/cuda:11.0\"}", "unquoted-colon@1:19")]
    [InlineData("[10:30]", "[\"10:30\"]", "unquoted-colon@1:4")]
    [InlineData("a = foo//bar // comment", "{\"a\":\"foo//bar\"}", "unquoted-slashes@1:8")]
    [InlineData(
        "a = True\nb = FALSE, c = Null",
        "{\"a\":true,\"b\":false,\"c\":null}",
        "capital-word@1:5 capital-word@2:5 capital-word@2:16"
    )]
    [InlineData("a = \"\\d\\=\\u0041\"", "{\"a\":\"\\\\d=A\"}", "unknown-escape@1:6 unknown-escape@1:8")]
    [InlineData("a = [1,,2,]", "{\"a\":[1,2]}", "extra-comma@1:8")]
    [InlineData("{,a=1,,b=2},", "{\"a\":1,\"b\":2}", "extra-comma@1:2 extra-comma@1:7 extra-comma@1:12")]
    [InlineData("a =\nb = 1", "{\"a\":\"\",\"b\":1}", "empty-value@1:4")]
    [InlineData("x { a = }", "{\"x\":{\"a\":\"\"}}", "empty-value@1:8")]
    [InlineData("a = , b =", "{\"a\":\"\",\"b\":\"\"}", "empty-value@1:4 empty-value@1:10")]
    [InlineData("a =\n  5", "{\"a\":5}", "")]
    [InlineData("a { b = 1 } c { d = 2 }", "{\"a\":{\"b\":1},\"c\":{\"d\":2}}", "missing-comma@1:13")]
    [InlineData("{ \"a\": \"x\" \"b\": \"y\" }", "{\"a\":\"x\",\"b\":\"y\"}", "missing-comma@1:12")]
    [InlineData("a = [1] b = 2", "{\"a\":[1],\"b\":2}", "missing-comma@1:9")]
    [InlineData("a..b = 1\n.c = 2", "{\"a\":{\"b\":1},\"c\":2}", "empty-key@1:3 empty-key@2:1")]
    [InlineData("include = 1", "{\"include\":1}", "include-as-key@1:1")]
    [InlineData("a = \"x\ty\"", "{\"a\":\"x\\ty\"}", "raw-control@1:7")]
    [InlineData("a = \"C:\\users\\me\"", "{\"a\":\"C:\\\\users\\\\me\"}", "bad-unicode-escape@1:8 unknown-escape@1:14")]
    [InlineData(
        "a = \"D:\\data\\unet\"",
        "{\"a\":\"D:\\\\data\\\\unet\"}",
        "unknown-escape@1:8 bad-unicode-escape@1:13"
    )]
    [InlineData("a = \"\\u\"", "{\"a\":\"\\\\u\"}", "bad-unicode-escape@1:6")]
    [InlineData("a = x\0y", "{\"a\":\"x\0y\"}", "raw-control@1:6")]
    [InlineData("a = \"\"\"x\n\0y\u0001\"\"\"", "{\"a\":\"x\\n\0y\u0001\"}", "raw-control@2:1")]
    [InlineData("a:\nb: 1", "{\"a\":\"\",\"b\":1}", "empty-value@1:3")]
    [InlineData("x {\n  a:\n    b: 1\n}", "{\"x\":{\"a\":\"\",\"b\":1}}", "empty-value@2:5")]
    [InlineData("a =\n  b = 1", "{\"a\":\"\",\"b\":1}", "empty-value@1:4")]
    [InlineData("a = 0012", "{\"a\":\"0012\"}", "not-a-number@1:5")]
    [InlineData("\uFEFFa = 1", "{\"a\":1}", "byte-order-mark@1:1")]
    [InlineData("a\u00A0= 1", "{\"a\":1}", "special-space@1:2")]
    [InlineData("a {\n\u00A0\u00A0\u2003b = 1\n}", "{\"a\":{\"b\":1}}", "special-space@2:1")]
    [InlineData("a = x\u00A0y", "{\"a\":\"x\u00A0y\"}", "special-space@1:6")]
    [InlineData("a = 1 \uFEFF\u000C\nb = \"\u00A0\" # \u00A0", "{\"a\":1,\"b\":\"\u00A0\"}", "special-space@1:7")]
    public void The_ClearML_dialect_forgives_with_a_warning(string text, string value, string findings)
    {
        Assert.Equal(value, ResolvedTree.Lenient(text));
        Assert.Equal(findings, ResolvedTree.Findings(text, Dialect.ClearML));
        Assert.All(ResolvedTree.Parse(text, Dialect.ClearML).Findings, f => Assert.NotNull(f.Fix));
    }

    [Theory]
    [InlineData("agent:\n  git_user: me\n  git_pass: x\n", "yaml-in-hocon@2:3")]
    [InlineData("# c\nsdk:\n  # c\n\n  aws:\n    s3:\n      key: x\n", "yaml-in-hocon@5:3")]
    [InlineData("a: 1\nagent:\n    packages:\n      - torch\n", "yaml-in-hocon@4:7")]
    [InlineData("packages:\n  - torch\n  - numpy\n", "yaml-in-hocon@2:3")]
    [InlineData("packages:\n- torch\n", "yaml-in-hocon@2:1")]
    public void YAML_is_recognized(string text, string expected)
    {
        Assert.Contains(expected, ResolvedTree.Findings(text, Dialect.ClearML));
        var finding = Assert.Single(
            ResolvedTree.Parse(text, Dialect.ClearML).Findings,
            f => f.Severity == Severity.Error
        );
        Assert.Contains("YAML", finding.Message);
        Assert.Contains("Change the format to YAML", finding.Fix);
        Assert.False(YamlReader.Parse(text).HasErrors);
    }

    [Theory]
    [InlineData("a = foo \\\n  bar\nb = 1", "line-continuation@1:9")]
    [InlineData("a = foo \\ \r\n  bar\nb = 1", "line-continuation@1:9")]
    [InlineData("a = \"foo \\\n  bar\"\nb = 1", "line-continuation@1:10")]
    [InlineData("a = \"foo \\\n  bar\nb = 1", "line-continuation@1:10")]
    public void A_backslash_that_continues_a_line_is_told_as_that_and_nothing_else(string text, string expected)
    {
        foreach (var dialect in new[] { Dialect.ClearML, Dialect.Strict })
            Assert.Equal(expected, ResolvedTree.Findings(text, dialect));
    }

    [Theory]
    [InlineData("a = C:\\tmp", "unquoted-backslash@1:7")]
    [InlineData("a = x@y", "reserved-character@1:6")]
    [InlineData("a = ${b", "unclosed-substitution@1:5")]
    [InlineData("a = {", "missing-brace@1:6")]
    public void Some_slips_are_errors_there_too(string text, string expected) =>
        Assert.Contains(expected, ResolvedTree.Findings(text, Dialect.ClearML));

    [Theory]
    [InlineData("{\"a\": [1, -2.5e3, \"x\\u00e9\", true, null, {}]}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\uFEFF {\"a\":\"${x}\"}\r\n")]
    [InlineData("{\"\": \"\\ud83d\\ude00\"}")]
    public void JSON_is_read(string text) => Assert.Empty(ResolvedTree.Parse(text, Dialect.Json).Findings);

    [Theory]
    [InlineData("", "empty-json@1:1")]
    [InlineData("{\"a\":1,}", "trailing-comma@1:7")]
    [InlineData("[1,]", "trailing-comma@1:3")]
    [InlineData("{a:1}", "json-key@1:2")]
    [InlineData("{\"a\" 1}", "missing-separator@1:2")]
    [InlineData("{\"a\":1 \"b\":2}", "missing-comma@1:8")]
    [InlineData("{\"a\":x}", "json-word@1:6")]
    [InlineData("{\"a\":01}", "json-word@1:6")]
    [InlineData("{\"a\":-.5}", "json-word@1:6")]
    [InlineData("{\"a\":NaN}", "json-word@1:6")]
    [InlineData("{\"a\":1} // x", "json-comment@1:9")]
    [InlineData("{\"a\":1}\u00A0", "json-space@1:8")]
    [InlineData("{\"a\":\"\\ud83d\"}", "lone-surrogate@1:7")]
    [InlineData("{\"a\":\"\\ude00x\"}", "lone-surrogate@1:7")]
    [InlineData("{\"a\":\"\\x\"}", "unknown-escape@1:7")]
    [InlineData("{\"a\":1,\n \"b\":2, \"a\":3}", "duplicate-key@2:9")]
    [InlineData("{\"a\":1", "missing-brace@1:1")]
    [InlineData("[1] [2]", "text-after-root@1:5")]
    [InlineData("{\"a\":\"\"\"x\"\"\"}", "missing-comma@1:8")]
    [InlineData("{\"a\":${x}}", "missing-value@1:6")]
    public void What_RFC_8259_does_not_know_is_refused_with_its_place(string text, string expected) =>
        Assert.StartsWith(expected, ResolvedTree.Findings(text, Dialect.Json));

    [Fact]
    public void Keys_that_differ_only_in_how_they_are_escaped_are_duplicates() =>
        Assert.Equal("duplicate-key@1:10", ResolvedTree.Findings("{\"a\": 1, \"\\u0061\": 2}", Dialect.Json));
}
