using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: b", "{\"a\":\"b\"}")]
    [InlineData("", "{}")]
    [InlineData("# nothing\n", "{}")]
    [InlineData("---\n...\n", "{}")]
    [InlineData("~", "{}")]
    [InlineData("%YAML 1.2\n---\na: 1\n...\n", "{\"a\":1}")]
    [InlineData("\uFEFFa: 1", "{\"a\":1}")]
    [InlineData("a: null\nb: ~\nc:\nd: Null\ne: nUll", "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":\"nUll\"}")]
    [InlineData("a: true\nb: False\nc: TRUE\nd: tRue", "{\"a\":true,\"b\":false,\"c\":true,\"d\":\"tRue\"}")]
    [InlineData(
        "a: 'true'\nb: \"1\"\nc: !!str 1\nd: |\n  1\ne: >-\n  x\n  y\n",
        "{\"a\":\"true\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\\n\",\"e\":\"x y\"}"
    )]
    [InlineData(
        "a: 1\nb: -1.5e-3\nc: 123456789012345678901234567890\nd: 3.141592653589793",
        "{\"a\":1,\"b\":-1.5e-3,\"c\":123456789012345678901234567890,\"d\":3.141592653589793}"
    )]
    [InlineData(
        "a: !!int 1\nb: !!float 1\nc: !!bool true\nd: !!null ''\ne: !!seq [1]\nf: !!map {x: 1}",
        "{\"a\":1,\"b\":1.0,\"c\":true,\"d\":null,\"e\":[1],\"f\":{\"x\":1}}"
    )]
    [InlineData("a: ${HOME}\nb: \"${?X}\"", "{\"a\":\"${HOME}\",\"b\":\"${?X}\"}")]
    [InlineData("1: a\ntrue: b\nnull: c\n~: d", "{\"1\":\"a\",\"true\":\"b\",\"null\":\"c\",\"~\":\"d\"}")]
    [InlineData("a.b: 1\n\"c d\": 2\n? e\n: 3", "{\"a.b\":1,\"c d\":2,\"e\":3}")]
    [InlineData("a:\n- 1\n- - 2\n- b: 3\n  c: 4\n", "{\"a\":[1,[2],{\"b\":3,\"c\":4}]}")]
    [InlineData("a: {b: [1, 2], c: x}\n", "{\"a\":{\"b\":[1,2],\"c\":\"x\"}}")]
    [InlineData(
        "url: http://h:80/x\ntime: 10:30:99x\npath: C:\\tmp\n",
        "{\"url\":\"http://h:80/x\",\"time\":\"10:30:99x\",\"path\":\"C:\\\\tmp\"}"
    )]
    [InlineData("\"<<\": 1", "{\"<<\":1}")]
    [InlineData("- 1\n- a\n", "[1,\"a\"]")]
    public void The_core_schema_of_yaml_1_2_is_read_without_a_word(string text, string expected)
    {
        var document = YamlReader.Parse(text);
        Assert.Empty(document.Findings.Select(f => f.ToString()));
        Assert.Equal(expected, PrettyWriter.JsonLine(Resolver.Resolve(document).Value));
    }

    [Theory]
    [InlineData("a: no", "\"no\"", "yaml-boolean-word")]
    [InlineData("a: Yes", "\"Yes\"", "yaml-boolean-word")]
    [InlineData("a: on", "\"on\"", "yaml-boolean-word")]
    [InlineData("a: OFF", "\"OFF\"", "yaml-boolean-word")]
    [InlineData("a: y", "\"y\"", "yaml-boolean-word")]
    [InlineData("a: 010", "10", "yaml-number-text")]
    [InlineData("a: 0o10", "8", "yaml-number-text")]
    [InlineData("a: 0x1F", "31", "yaml-number-text")]
    [InlineData("a: 0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695", "yaml-number-text")]
    [InlineData("a: +5", "5", "yaml-number-text")]
    [InlineData("a: .5", "0.5", "yaml-number-text")]
    [InlineData("a: 5.", "5.0", "yaml-number-text")]
    [InlineData("a: -01.50e3", "-1.50e3", "yaml-number-text")]
    [InlineData("a: 1.10", "1.10", "yaml-number-text")]
    [InlineData("a: 1_000", "\"1_000\"", "yaml-old-number")]
    [InlineData("a: 1:30", "\"1:30\"", "yaml-old-number")]
    [InlineData("a: 0b11", "\"0b11\"", "yaml-old-number")]
    [InlineData("a: 2026-01-31", "\"2026-01-31\"", "yaml-old-number")]
    [InlineData("a: 1e5", "1e5", "yaml-old-number")]
    public void What_older_readers_see_otherwise_is_a_warning_with_a_fix(string text, string expected, string code)
    {
        var document = YamlReader.Parse(text);
        var finding = Assert.Single(document.Findings);
        Assert.Equal(
            (Severity.Warning, code, new Position(1, 4), "a"),
            (finding.Severity, finding.Code, finding.Start, finding.Path)
        );
        Assert.NotNull(finding.Fix);
        Assert.Equal($"{{\"a\":{expected}}}", PrettyWriter.JsonLine(Resolver.Resolve(document).Root));
    }

    [Theory]
    [InlineData("a: &x 1\nb: 2", "yaml-anchor", 1, 4)]
    [InlineData("a: &x {b: 1}", "yaml-anchor", 1, 4)]
    [InlineData("b: 1\na: *x", "yaml-alias", 2, 4)]
    [InlineData("a: 1\n<<: {b: 1}", "yaml-merge-key", 2, 1)]
    [InlineData("a: !foo 1", "yaml-tag", 1, 4)]
    [InlineData("a: !!timestamp 2026-01-31", "yaml-tag", 1, 4)]
    [InlineData("a: !!binary aGk=", "yaml-tag", 1, 4)]
    [InlineData("a: !!int x", "yaml-tag", 1, 4)]
    [InlineData("a: !!int 1.5", "yaml-tag", 1, 4)]
    [InlineData("a: !!str [1]", "yaml-tag", 1, 4)]
    [InlineData("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1)]
    [InlineData("a:\n  b: 1\n  \"b\": 2", "duplicate-key", 3, 3)]
    [InlineData("? [1]\n: 2", "yaml-key", 1, 3)]
    [InlineData("{a: 1}: 2", "yaml-key", 1, 1)]
    [InlineData("a: 1\n\0b: 2", "raw-control", 2, 1)]
    [InlineData("a: .inf", "no-finite-number", 1, 4)]
    [InlineData("a: .NaN", "no-finite-number", 1, 4)]
    [InlineData("a: 1\n---\nb: 2", "yaml-documents", 2, 1)]
    [InlineData("a:\n\tb: 1", "yaml-tab", 2, 1)]
    [InlineData("a: b: c", "yaml-syntax", 1, 5)]
    [InlineData("{b: ${HOME}}", "yaml-syntax", 1, 6)]
    [InlineData("a: [1\nb: 2", "yaml-syntax", 2, 1)]
    [InlineData("a: 'x", "yaml-syntax", 1, 4)]
    [InlineData("a: @x", "yaml-syntax", 1, 4)]
    public void What_readers_could_disagree_about_is_an_error_at_its_place(
        string text,
        string code,
        int line,
        int column
    )
    {
        var errors = YamlReader.Parse(text).Findings.Where(f => f.Severity == Severity.Error).ToList();
        var finding = Assert.Single(errors);
        Assert.Equal((code, line, column), (finding.Code, finding.Start.Line, finding.Start.Column));
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_of_a_document_are_told()
    {
        var document = YamlReader.Parse("a: &x 1\nb: *x\n<<: *x\nc: !foo 1\na: 2\n");
        Assert.Equal(
            ["yaml-anchor", "yaml-alias", "yaml-merge-key", "yaml-alias", "yaml-tag", "duplicate-key"],
            document.Findings.Select(f => f.Code)
        );
    }

    [Fact]
    public void Positions_count_the_byte_order_mark_and_both_units_of_a_pair()
    {
        var document = YamlReader.Parse("\uFEFFa: no\r\nb: [😀, no]\r\n");
        Assert.Equal([new Position(1, 5), new Position(2, 9)], document.Findings.Select(f => f.Start));
        var fields = ((ObjectNode)document.Root).Fields.ToList();
        Assert.Equal(["a: no", "b: [😀, no]"], fields.Select(f => document.Source.Slice(f.Span)));
        Assert.Equal(["no", "[😀, no]"], fields.Select(f => document.Source.Slice(f.Value.Span)));
    }

    [Fact]
    public void Comments_stand_with_their_fields()
    {
        var document = YamlReader.Parse(
            "# head\n\n# above\na: 1 # behind\nb: \"# no\"\nc: |\n  # no\nd: # after key\n  e: x#no\n"
        );
        Assert.Equal(
            ["# head", "# above", "# behind", "# after key"],
            document.Comments.Select(c => document.Source.Slice(c.Span))
        );
        var a = ((ObjectNode)document.Root).Fields.First();
        Assert.Equal(
            ("# above", "# behind"),
            (
                document.Source.Slice(Assert.Single(a.CommentsBefore).Span),
                document.Source.Slice(a.CommentAfter!.Value.Span)
            )
        );
    }

    [Theory]
    [InlineData("[", 500_000)]
    [InlineData("{a: ", 200_000)]
    [InlineData("- ", 400_000)]
    [InlineData("? ", 400_000)]
    [InlineData("[\n", 400_000)]
    public void Deep_nesting_is_refused_without_reading_the_rest(string open, int times)
    {
        var (few, many) = (Bytes(open, times / 10), Bytes(open, times));
        // What grows with the text is the table of its lines, and nothing else.
        Assert.True(many < few + (8 * times), $"{few} bytes, and {many} for ten times the text");
    }

    private static long Bytes(string open, int times)
    {
        var text = string.Concat(Enumerable.Repeat(open, times));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("too-deep", YamlReader.Parse(text).Findings[^1].Code);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Limits_are_findings()
    {
        Assert.Equal("too-large", Assert.Single(YamlReader.Parse(new string('#', 2 << 20)).Findings).Code);
        Assert.Equal(
            "too-many-nodes",
            Assert
                .Single(
                    YamlReader
                        .Parse("[1, 2, 3, 4, 5]", new ParseOptions { Limits = new Limits { MaxNodes = 5 } })
                        .Findings
                )
                .Code
        );
        Assert.False(YamlReader.Parse(Nested(20)).HasErrors);
        Assert.Equal("too-deep", Assert.Single(YamlReader.Parse(Nested(21)).Findings).Code);
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{a: ", levels)) + "1" + new string('}', levels);
}
