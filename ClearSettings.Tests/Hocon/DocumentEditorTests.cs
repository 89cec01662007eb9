using ClearSettings.Domain.Hocon;
using CsCheck;

namespace ClearSettings.Tests.Hocon;

public sealed class DocumentEditorTests
{
    private const string Hocon =
        "# head\nsdk {\n  # about storage\n  storage.cache = \"/tmp\" // keep\n  list = [1, 2]\n}\nagent { pip: "
        + "true, gpu: 1 } # tail\n\n# end\n";
    private const string Json = "{\n  \"a\": 1,\n  \"b\": {\"c\": true, \"d\": []},\n  \"e\": {\n  }\n}\n";
    private const string Yaml =
        "# head\nsdk:\n  # about storage\n  cache: /tmp # keep\n  list:\n    - 1\n    - name: x\n      size: "
        + "2\nflow: {a: 1, b: 2}\nempty:\n# end\n";

    [Theory]
    [InlineData("sdk.storage.cache", "/data", "  storage.cache = \"/data\" // keep\n")]
    [InlineData("sdk.list", "x", "  list = \"x\"\n")]
    [InlineData("agent.gpu", "2", "agent { pip: true, gpu: \"2\" } # tail\n")]
    [InlineData("sdk.new", "x", "  list = [1, 2]\n  new = \"x\"\n}\n")]
    [InlineData("sdk.storage.size", "x", "  list = [1, 2]\n  storage.size = \"x\"\n}\n")]
    [InlineData("agent.new.deep", "x", "agent { pip: true, gpu: 1, new.deep: \"x\" } # tail\n")]
    [InlineData("top.level", "x", "agent { pip: true, gpu: 1 } # tail\ntop.level = \"x\"\n\n# end\n")]
    [InlineData("\"a.b\"", "x", "\n\"a.b\" = \"x\"\n")]
    [InlineData("include", "x", "\n\"include\" = \"x\"\n")]
    public void A_key_of_hocon_is_set_and_nothing_else_changes(string path, string value, string expected) =>
        Sets(Hocon, path, value, expected, ConfigFormat.Hocon);

    [Theory]
    [InlineData("a", "x", "  \"a\": \"x\",\n")]
    [InlineData("b.c", "x", "{\"c\": \"x\", \"d\": []}")]
    [InlineData("b.new", "x", "{\"c\": true, \"d\": [], \"new\": \"x\"}")]
    [InlineData("e.new", "x", "  \"e\": {\n    \"new\": \"x\"\n  }\n")]
    [InlineData("f.g", "x", "  },\n  \"f\": {\n    \"g\": \"x\"\n  }\n}\n")]
    public void A_key_of_json_is_set_and_nothing_else_changes(string path, string value, string expected) =>
        Sets(Json, path, value, expected, ConfigFormat.Json);

    [Theory]
    [InlineData("sdk.cache", "/data", "  cache: /data # keep\n")]
    [InlineData("sdk.list", "yes", "  list: \"yes\"\n")]
    [InlineData("sdk.new", "x", "      size: 2\n  new: x\n")]
    [InlineData("flow.b", "x", "flow: {a: 1, b: x}\n")]
    [InlineData("flow.c", "x", "flow: {a: 1, b: 2, c: x}\n")]
    [InlineData("empty", "x", "empty: x\n")]
    [InlineData("top.level", "x", "empty:\ntop:\n  level: x\n# end\n")]
    public void A_key_of_yaml_is_set_and_nothing_else_changes(string path, string value, string expected) =>
        Sets(Yaml, path, value, expected, ConfigFormat.Yaml);

    [Theory]
    [InlineData(Hocon, ConfigFormat.Hocon, "sdk.storage.cache", "  storage.cache = \"/tmp\" // keep\n")]
    [InlineData(Hocon, ConfigFormat.Hocon, "sdk.list", "  list = [1, 2]\n")]
    [InlineData(Hocon, ConfigFormat.Hocon, "agent.pip", "pip: true, ")]
    [InlineData(Hocon, ConfigFormat.Hocon, "agent.gpu", ", gpu: 1")]
    [InlineData(Hocon, ConfigFormat.Hocon, "agent", "agent { pip: true, gpu: 1 } # tail\n")]
    [InlineData(Json, ConfigFormat.Json, "a", "  \"a\": 1,\n")]
    [InlineData(Json, ConfigFormat.Json, "b.c", "\"c\": true, ")]
    [InlineData(Json, ConfigFormat.Json, "b.d", ", \"d\": []")]
    [InlineData(Yaml, ConfigFormat.Yaml, "sdk.cache", "  cache: /tmp # keep\n")]
    [InlineData(Yaml, ConfigFormat.Yaml, "sdk.list", "  list:\n    - 1\n    - name: x\n      size: 2\n")]
    [InlineData(Yaml, ConfigFormat.Yaml, "flow.a", "a: 1, ")]
    [InlineData(Yaml, ConfigFormat.Yaml, "flow.b", ", b: 2")]
    [InlineData(Yaml, ConfigFormat.Yaml, "empty", "empty:\n")]
    public void A_removed_key_leaves_all_else_as_it_was(string text, ConfigFormat format, string path, string gone)
    {
        var edited = DocumentEditor.Remove(text, path, format);
        Assert.Null(edited.Refusal?.ToString());
        Assert.Equal(text.Replace(gone, "", StringComparison.Ordinal), edited.Text);
    }

    [Fact]
    public void The_last_key_of_json_takes_the_comma_before_it_along() =>
        Assert.Equal(
            "{\n  \"a\": 1,\n  \"b\": {\"c\": true, \"d\": []}\n}\n",
            DocumentEditor.Remove(Json, "e", ConfigFormat.Json).Text
        );

    [Fact]
    public void The_last_key_of_a_yaml_object_leaves_an_empty_one() =>
        Assert.Equal("a:\n  {}\nb: 1\n", DocumentEditor.Remove("a:\n  x: 1\nb: 1\n", "a.x", ConfigFormat.Yaml).Text);

    [Theory]
    [InlineData("", "a.b = \"x\"\n")]
    [InlineData("# c", "# c\na.b = \"x\"\n")]
    [InlineData("a.b = 1, a.b = 2", "a.b = 1, a.b = \"x\"")]
    [InlineData("a { b { c = 1 } }", "a { b = \"x\" }")]
    [InlineData("a { b { c = 1 } }\na.b.d = 2\n", "a { b = \"x\" }\n")]
    [InlineData("a.b = [1]\na.b += 2 # c\n", "a.b = [1]\na.b = \"x\" # c\n")]
    [InlineData("a.b =\nc = 1\n", "a.b = \"x\"\nc = 1\n")]
    [InlineData("a = 5\n", "a = 5\na.b = \"x\"\n")]
    [InlineData("a.b = 1\r\nc = 2\r\n", "a.b = \"x\"\r\nc = 2\r\n")]
    [InlineData("port = 1\na.b = ${port}\n", "port = 1\na.b = \"x\"\n")]
    [InlineData("base { b = 1 }\na = ${base}\n", "base { b = 1 }\na = ${base}\na.b = \"x\"\n")]
    public void Odd_texts_are_set_too(string text, string expected) =>
        Assert.Equal(expected, DocumentEditor.Set(text, "a.b", new ConfigString("x"), ConfigFormat.Hocon).Text);

    [Theory]
    [InlineData("{\"a\": 5}", ConfigFormat.Json, "{\"a\": {\n  \"b\": \"x\"\n}}")]
    [InlineData("a: 5 # c\n", ConfigFormat.Yaml, "a: {\"b\":\"x\"} # c\n")]
    public void A_scalar_makes_room_for_the_object_of_a_deeper_key(string text, ConfigFormat format, string expected) =>
        Assert.Equal(expected, DocumentEditor.Set(text, "a.b", new ConfigString("x"), format).Text);

    [Fact]
    public void Objects_and_lists_are_written_with_the_indentation_of_their_place()
    {
        var value = new ConfigObject([
            new("c", new ConfigList([new ConfigNumber("1")])),
            new("d", new ConfigString("x\ny")),
        ]);
        Assert.Equal(
            "a {\n  b {\n    c = [1]\n    d = \"x\\ny\"\n  }\n}\n".Replace("b {", "b = {", StringComparison.Ordinal),
            DocumentEditor.Set("a {\n  b = 1\n}\n", "a.b", value, ConfigFormat.Hocon).Text
        );
        Assert.Equal(
            "{\n  \"a\": {\n    \"c\": [1],\n    \"d\": \"x\\ny\"\n  }\n}",
            DocumentEditor.Set("{\n  \"a\": 1\n}", "a", value, ConfigFormat.Json).Text
        );
        Assert.Equal(
            "a: {\"c\":[1],\"d\":\"x\\ny\"}\n",
            DocumentEditor.Set("a: 1\n", "a", value, ConfigFormat.Yaml).Text
        );
    }

    [Fact]
    public void A_default_with_an_optional_variable_takes_two_lines()
    {
        var value = new ConfigReference("PORT", true, new ConfigNumber("80"));
        Assert.Equal(
            "x = 1\nport = 80\nport = ${?PORT}\n",
            DocumentEditor.Set("x = 1\n", "port", value, ConfigFormat.Hocon).Text
        );
        Assert.Equal(
            "port = 80\nport = ${?PORT}\n",
            DocumentEditor.Set("port = 1\n", "port", value, ConfigFormat.Hocon).Text
        );
        Assert.Contains(
            "JSON cannot hold",
            DocumentEditor.Set("{}", "port", value, ConfigFormat.Json).Refusal!.Message
        );
    }

    [Theory]
    [InlineData("port = 1\nurl = \"h:\"${port}\n", "port", "other settings use it")]
    [InlineData("a = ${b}\nb { c = 1 }\n", "a.c", "Nothing in the text sets a.c")]
    [InlineData("a = 1\n", "b", "Nothing in the text sets b")]
    [InlineData("a = 1\nb = {\n", "a", "never closed")]
    [InlineData("a = 1\n", "a..b", "is not a path")]
    [InlineData("[1]", "a", "not an object")]
    public void A_removal_that_would_change_more_is_refused_with_a_sentence(string text, string path, string words)
    {
        var edited = DocumentEditor.Remove(text, path, ConfigFormat.Hocon);
        Assert.Null(edited.Text);
        Assert.Contains(words, edited.Refusal!.Message);
    }

    [Fact]
    public void References_to_a_key_follow_its_new_value()
    {
        var edited = DocumentEditor.Set(
            "port = 1\nurl = \"h:\"${port}\n",
            "port",
            new ConfigNumber("2"),
            ConfigFormat.Hocon
        );
        Assert.Equal("port = 2\nurl = \"h:\"${port}\n", edited.Text);
    }

    [Fact]
    public void Random_edits_keep_comments_and_change_one_place_only() =>
        Gen.Select(
                RoundTripTrees.Simple,
                RoundTripTrees.Simple,
                Gen.OneOf(ConfigFormat.Hocon, ConfigFormat.Yaml, ConfigFormat.Json),
                Gen.Int[0, 1000]
            )
            .Sample(
                (tree, other, format, choice) =>
                    SetAndRemove(Commented(tree, format), PathToEdit(tree, other, choice), format),
                iter: 1500,
                threads: 1
            );

    private static void SetAndRemove(string text, string path, ConfigFormat format)
    {
        var edited = DocumentEditor.Set(text, path, new ConfigString("edited"), format);
        Assert.True(edited.Ok, $"{path}: {edited.Refusal}\n{text}");
        Assert.Equal(Comments(text), Comments(edited.Text!));
        Assert.Equal("edited", Assert.IsType<ConfigString>(Read(edited.Text!, format).Find(path)).Value);
        var removed = DocumentEditor.Remove(edited.Text!, path, format);
        Assert.True(removed.Ok, $"{path}: {removed.Refusal}\n{edited.Text}");
        Assert.Equal(Comments(text), Comments(removed.Text!));
        Assert.Null(Read(removed.Text!, format).Find(path));
    }

    private static string PathToEdit(ConfigObject tree, ConfigObject other, int choice)
    {
        const string newPath = "new.key";
        var paths = Paths(choice % 3 == 0 ? other : tree, []).ToList();
        if (paths.Count == 0)
            return newPath;
        var path = paths[choice % paths.Count];
        // What stands inside a value that is replaced goes with it.
        return tree.Find(path) is ConfigContainer || IsBelowValue(tree, path) ? newPath : path;
    }

    private static string Commented(ConfigObject tree, ConfigFormat format)
    {
        var text = Domain.Hocon.FormatConverter.To(format, tree).Text!;
        if (format == ConfigFormat.Json || text.Contains("\"\"\"", StringComparison.Ordinal) || text.Contains('|'))
            return text;
        return string.Concat(
            text.Split('\n')
                .SkipLast(1)
                .Select((line, i) => $"{line[..(line.Length - line.TrimStart().Length)]}# comment {i}\n{line}\n")
        );
    }

    private static IEnumerable<string> Comments(string text) =>
        text.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("# comment", StringComparison.Ordinal));

    private static IEnumerable<string> Paths(ConfigObject tree, string[] path) =>
        tree.Where(f => f.Value is not ConfigList { Items.Count: > 0 })
            .SelectMany(f =>
                f.Value is ConfigObject { Count: > 0 } inner
                    ? Paths(inner, [.. path, f.Key])
                    : [HoconPath.Write([.. path, f.Key])]
            );

    // Such a path takes the value's place; without it the value would be there again, so its removal is refused.
    private static bool IsBelowValue(ConfigObject tree, string path) =>
        HoconPath.Parse(path) is var keys
        && Enumerable
            .Range(1, keys.Count - 1)
            .Any(n => tree.Find(HoconPath.Write([.. keys.Take(n)])) is not null and not ConfigObject);

    private static ConfigObject Read(string text, ConfigFormat format) =>
        Resolver.Resolve(ConfigFormats.Read(text, format)).Root;

    private static void Sets(string text, string path, string value, string expected, ConfigFormat format)
    {
        var edited = DocumentEditor.Set(text, path, new ConfigString(value), format);
        Assert.Null(edited.Refusal?.ToString());
        Assert.Contains(expected, edited.Text);
        Assert.Equal(
            text.Split('\n').Where(l => l.Contains('#') || l.Contains("//", StringComparison.Ordinal)).Count(),
            edited.Text!.Split('\n').Where(l => l.Contains('#') || l.Contains("//", StringComparison.Ordinal)).Count()
        );
    }
}
