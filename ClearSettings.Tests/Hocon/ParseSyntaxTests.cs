namespace ClearSettings.Tests.Hocon;

/// <summary>The sections of the HOCON specification on syntax, in their order.</summary>
public sealed class ParseSyntaxTests
{
    [Theory]
    [InlineData("a = 1 # one\n// two\nb = 2 // three", "{\"a\":1,\"b\":2}")]
    [InlineData("a = \"x # y // z\"", "{\"a\":\"x # y // z\"}")]
    [InlineData("a = x#y\nb = x//y", "{\"a\":\"x\",\"b\":\"x\"}")]
    [InlineData("a = # none yet\n 1", "{\"a\":1}")]
    [InlineData("a # first the comment\n{ b = 1 }", "{\"a\":{\"b\":1}}")]
    public void Comments_begin_with_a_hash_or_two_slashes_outside_quotes(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing", "{}")]
    [InlineData("a=1", "{\"a\":1}")]
    [InlineData(" { a : 1 } \n", "{\"a\":1}")]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("\uFEFFa = 1", "{\"a\":1}")]
    public void The_braces_of_the_root_may_be_omitted(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = 1, b : 2\nc { d = 3 }", "{\"a\":1,\"b\":2,\"c\":{\"d\":3}}")]
    [InlineData("a\n=\n1", "{\"a\":1}")]
    [InlineData("a += 1\na += 2", "{\"a\":[1,2]}")]
    public void A_key_and_its_value_are_separated_by_a_sign_or_a_brace(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("[1,2,3,]", "[1,2,3]")]
    [InlineData("[1\n2\n\n,3]", "[1,2,3]")]
    [InlineData("[[1,2]\n[3]]", "[[1,2],[3]]")]
    [InlineData("{a=1,}", "{\"a\":1}")]
    [InlineData("{a=1\n,b=2}", "{\"a\":1,\"b\":2}")]
    public void A_line_end_is_a_comma_and_one_comma_may_trail(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("[,1]")]
    [InlineData("[1,,2]")]
    [InlineData("[,]")]
    [InlineData("{,a=1}")]
    [InlineData("{a=1,,b=2}")]
    [InlineData("a=1,\n,b=2")]
    public void A_comma_needs_something_in_front(string text) =>
        Assert.Contains("extra-comma", ResolvedTree.Findings(text));

    [Theory]
    [InlineData("a=1,a=2", "{\"a\":2}")]
    [InlineData("a{b=1},a{c=2}", "{\"a\":{\"b\":1,\"c\":2}}")]
    [InlineData("a{b=1},a=null,a{c=2}", "{\"a\":{\"c\":2}}")]
    [InlineData("a=[1],a=[2]", "{\"a\":[2]}")]
    [InlineData("a.b=1,a.c=2,a{d=3}", "{\"a\":{\"b\":1,\"c\":2,\"d\":3}}")]
    [InlineData("z=1,y=2,z=3", "{\"z\":3,\"y\":2}")]
    public void Duplicate_keys_merge_objects_and_replace_all_else(string text, string expected) =>
        Assert.Equal(expected, ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = one two  three", "one two  three")]
    [InlineData("a = ~/.cache-x_y", "~/.cache-x_y")]
    [InlineData("a = truefoo", "truefoo")]
    [InlineData("a = true foo", "true foo")]
    [InlineData("a = 10s", "10s")]
    [InlineData("a = 1.2.3", "1.2.3")]
    [InlineData("a = 2024-01-02", "2024-01-02")]
    [InlineData("a = True", "True")]
    [InlineData("a = x/y", "x/y")]
    [InlineData("a = x\u00A0y \u2003", "x\u00A0y")]
    [InlineData("a = (x|y)", "(x|y)")]
    public void Text_without_quotes_ends_at_reserved_characters_and_is_trimmed(string text, string expected) =>
        Assert.Equal($"{{\"a\":\"{expected}\"}}", ResolvedTree.Strict(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-12")]
    [InlineData("1.50")]
    [InlineData("1E5")]
    [InlineData("1e+5")]
    [InlineData("123456789012345678901234567890")]
    public void Numbers_keep_their_text(string number) =>
        Assert.Equal($"[{number}]", ResolvedTree.Strict($"[{number}]"));

    [Theory]
    [InlineData("007")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("1_000")]
    public void What_JSON_calls_no_number_is_a_string(string text) =>
        Assert.Equal($"[\"{text}\"]", ResolvedTree.Strict($"[{text}]"));

    [Fact]
    public void A_negative_number_without_a_leading_zero_is_a_number_as_in_the_reference() =>
        Assert.Equal("[-0.5]", ResolvedTree.Strict("[-.5]"));

    [Theory]
    [InlineData("a = \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "\\\"\\\\/\\b\\f\\n\\r\\té")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"${x}\"", "${x}")]
    public void Strings_in_quotes_have_the_escapes_of_JSON(string text, string expected) =>
        Assert.Equal($"{{\"a\":\"{expected}\"}}", ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = \"\"\"x\n  \\n y\"\"\"", "x\\n  \\\\n y")]
    [InlineData("a = \"\"\"x\"\"\"\"\"", "x\\\"\\\"")]
    [InlineData("a = \"\"\" x \"\"\" y", " x  y")]
    [InlineData("a = \"\"\"\"\"\"", "")]
    public void Three_quotes_hold_several_lines_and_no_escapes(string text, string expected) =>
        Assert.Equal($"{{\"a\":\"{expected}\"}}", ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = 1 \"2\"  3", "\"1 2  3\"")]
    [InlineData("a = [1][2] [3]", "[1,2,3]")]
    [InlineData("a = {x=1} {y=2}{x=3}", "{\"x\":3,\"y\":2}")]
    [InlineData("a = one 2 true null \"q r\" 3.50", "\"one 2 true null q r 3.50\"")]
    [InlineData("a = {\"0\":b}[c]", "[\"b\",\"c\"]")]
    [InlineData("a = [c]{\"2\":d,\"1\":b,x:y}", "[\"c\",\"b\",\"d\"]")]
    public void Values_beside_each_other_are_joined(string text, string expected) =>
        Assert.Equal($"{{\"a\":{expected}}}", ResolvedTree.Strict(text));

    [Theory]
    [InlineData("a = x [1]")]
    [InlineData("a = [1] {b=2}")]
    [InlineData("a = {b=2} 5")]
    [InlineData("a = x, a += 2")]
    public void Different_kinds_of_values_cannot_be_joined(string text) =>
        Assert.StartsWith("bad-join@1", ResolvedTree.Unresolved(text));

    [Theory]
    [InlineData("a.b.c = 1", "{\"a\":{\"b\":{\"c\":1}}}")]
    [InlineData("\"a.b\".c = 1", "{\"a.b\":{\"c\":1}}")]
    [InlineData("a\"b.\"c = 1", "{\"ab.c\":1}")]
    [InlineData("a.\"\".b = 1", "{\"a\":{\"\":{\"b\":1}}}")]
    [InlineData("a b.c d = 1", "{\"a b\":{\"c d\":1}}")]
    [InlineData("a . b = 1", "{\"a \":{\" b\":1}}")]
    [InlineData("3.14 = x", "{\"3\":{\"14\":\"x\"}}")]
    [InlineData("true = 1, null = 2", "{\"true\":1,\"null\":2}")]
    [InlineData("\"\"\"x y\"\"\" = 1", "{\"x y\":1}")]
    public void Keys_are_paths(string text, string expected) => Assert.Equal(expected, ResolvedTree.Strict(text));
}
