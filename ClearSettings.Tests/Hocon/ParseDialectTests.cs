using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ParseDialectTests
{
    [Theory]
    [InlineData("a = http://h:8008/x", "{\"a\":\"http://h:8008/x\"}", "unquoted-colon@1:9")]
    [InlineData("image: nvidia/cuda:11.0", "{\"image\":\"nvidia/cuda:11.0\"}", "unquoted-colon@1:19")]
    [InlineData("[10:30]", "[\"10:30\"]", "unquoted-colon@1:4")]
    [InlineData("a = foo//bar // comment", "{\"a\":\"foo//bar\"}", "unquoted-slashes@1:8")]
    [InlineData("a = True\nb = FALSE, c = Null", "{\"a\":true,\"b\":false,\"c\":null}", "capital-word@1:5 capital-word@2:5 capital-word@2:16")]
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
    [InlineData("a = C:\\tmp", "unquoted-backslash@1:7")]
    [InlineData("a = x@y", "reserved-character@1:6")]
    [InlineData("a = ${b", "unclosed-substitution@1:5")]
    [InlineData("a = {", "missing-brace@1:5")]
    public void Some_slips_are_errors_there_too(string text, string expected) => Assert.Contains(expected, ResolvedTree.Findings(text, Dialect.ClearML));

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
    public void What_RFC_8259_does_not_know_is_refused_with_its_place(string text, string expected) => Assert.StartsWith(expected, ResolvedTree.Findings(text, Dialect.Json));

    [Fact]
    public void Keys_that_differ_only_in_how_they_are_escaped_are_duplicates() => Assert.Equal("duplicate-key@1:10", ResolvedTree.Findings("{\"a\": 1, \"\\u0061\": 2}", Dialect.Json));
}
