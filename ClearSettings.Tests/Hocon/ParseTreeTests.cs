using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ParseTreeTests
{
    private const string FieldsOfEveryKind = "a = x, b : \"x\", c += \"\"\"x\"\"\", d { }, e = 1.0, f = true, g = null";

    [Fact]
    public void Spans_cover_keys_and_values_exactly()
    {
        const string text = "a.\"b c\" = [1, \"x\" ${?y}]\nz { q : 1 }";
        var document = ResolvedTree.Parse(text);
        var fields = ((ObjectNode)document.Root).Fields.ToList();
        Assert.Equal(
            ["a.\"b c\" = [1, \"x\" ${?y}]", "z { q : 1 }"],
            fields.Select(f => document.Source.Slice(f.Span))
        );
        Assert.Equal(["a", "\"b c\""], fields[0].Path.Select(p => document.Source.Slice(p.Span)));
        Assert.Equal([("a", false), ("b c", true)], fields[0].Path.Select(p => (p.Text, p.Quoted)));
        var concat = (ConcatNode)((ListNode)fields[0].Value).Items[1];
        Assert.Equal(["\"x\"", " ", "${?y}"], concat.Pieces.Select(p => document.Source.Slice(p.Span)));
        Assert.Equal("{ q : 1 }", document.Source.Slice(fields[1].Value.Span));
    }

    [Fact]
    public void Quoting_separators_and_braces_are_kept()
    {
        var root = (ObjectNode)ResolvedTree.Parse(FieldsOfEveryKind).Root;
        Assert.False(root.HasBraces);
        Assert.Equal(
            [
                Separator.Equals,
                Separator.Colon,
                Separator.PlusEquals,
                Separator.None,
                Separator.Equals,
                Separator.Equals,
                Separator.Equals,
            ],
            root.Fields.Select(f => f.Separator)
        );
        Assert.Equal(
            [
                ScalarKind.Unquoted,
                ScalarKind.Quoted,
                ScalarKind.TripleQuoted,
                ScalarKind.Number,
                ScalarKind.Boolean,
                ScalarKind.Null,
            ],
            root.Fields.Select(f => f.Value).OfType<ScalarNode>().Select(s => s.Kind)
        );
    }

    [Fact]
    public void Comments_belong_to_the_field_below_or_in_front()
    {
        const string text =
            "# of nobody\n\n# one\n// two\na = 1, # behind a\nb = 2 // behind b\nc {\n  # inside\n  d = 3\n  # "
            + "last\n}\n# end";
        var document = ResolvedTree.Parse(text);
        var fields = ((ObjectNode)document.Root).Fields.ToList();
        string Text(Comment comment) => document.Source.Slice(comment.Span);
        Assert.Equal(["# one", "// two"], fields[0].CommentsBefore.Select(Text));
        Assert.Equal(["# behind a", "// behind b"], fields.Take(2).Select(f => Text(f.CommentAfter!.Value)));
        Assert.Empty(fields[1].CommentsBefore);
        Assert.Equal("# inside", Text(Assert.Single(((ObjectNode)fields[2].Value).Fields.Single().CommentsBefore)));
        Assert.Equal(8, document.Comments.Count);
    }

    [Fact]
    public void Lines_and_columns_count_from_one()
    {
        var source = new SourceText("ab\nc\n", "x");
        Assert.Equal(
            [new Position(1, 1), new Position(1, 3), new Position(2, 1), new Position(2, 2), new Position(3, 1)],
            new[] { 0, 2, 3, 4, 5 }.Select(source.GetPosition)
        );
        Assert.Equal(new Position(3, 1), source.GetPosition(99));
    }

    [Theory]
    [InlineData("a.b", "a|b")]
    [InlineData("a.\"b.c\"", "a|b.c")]
    [InlineData("\"\"", "")]
    public void Paths_read_and_write(string path, string keys)
    {
        Assert.Equal(keys.Split('|'), HoconPath.Parse(path));
        Assert.Equal(path, HoconPath.Write(keys.Split('|')));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a:b")]
    [InlineData("${a}")]
    public void What_is_no_path_is_refused(string text) => Assert.Throws<HoconException>(() => HoconPath.Parse(text));
}
