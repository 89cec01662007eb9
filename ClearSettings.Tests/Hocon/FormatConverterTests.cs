using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class FormatConverterTests
{
    private const string Commented =
        "# The head.\n\n# About a.\na = 1 // behind\nb {\n  // About c.\n  c = [\n    # lost\n    x\n  "
        + "]\n}\n\n# The end.\n";

    [Theory]
    [InlineData(ConfigFormat.Json)]
    [InlineData(ConfigFormat.Yaml)]
    public void A_reference_to_the_environment_is_refused_by_name(ConfigFormat target)
    {
        var written = FormatConverter.To(
            target,
            Document.Parse("a = 1\nhome = ${HOME}\"/x\"\nport = 1, port = ${?PORT}")
        );
        Assert.Null(written.Text);
        Assert.Equal([2, 3], written.Findings.Select(f => f.Finding.Start.Line));
        Assert.All(written.Findings, f => Assert.Equal("reference-lost", f.Finding.Code));
        Assert.Contains("${HOME}", written.Findings[0].Finding.Message);
        Assert.Contains("${?PORT}", written.Findings[1].Finding.Message);
        Assert.NotNull(
            FormatConverter
                .To(target, Document.Parse("home = ${HOME}"), new Dictionary<string, string> { ["HOME"] = "/root" })
                .Text
        );
    }

    [Fact]
    public void References_inside_the_document_are_replaced_with_a_warning()
    {
        var written = FormatConverter.To(ConfigFormat.Json, Document.Parse("host = h, url = \"http://\"${host}"));
        Assert.Equal("references-replaced", Assert.Single(written.Findings).Finding.Code);
        Assert.Equal("{\n  \"host\": \"h\",\n  \"url\": \"http://h\"\n}\n", written.Text);
    }

    [Fact]
    public void Comments_go_along_to_yaml_and_hocon_and_their_loss_is_told()
    {
        var document = Document.Parse(Commented);
        var yaml = FormatConverter.To(ConfigFormat.Yaml, document);
        Assert.Equal(
            "# The head.\n# About a.\na: 1  # behind\nb:\n  # About c.\n  c:\n    - x\n# The end.\n",
            yaml.Text
        );
        Assert.Contains("One comment is lost", Assert.Single(yaml.Findings).Finding.Message);
        var hocon = FormatConverter.To(ConfigFormat.Hocon, YamlReader.Parse(yaml.Text!));
        foreach (var comment in new[] { "# The head.", "# About a.", "# behind", "# About c.", "# The end." })
            Assert.Contains(comment, hocon.Text);
        Assert.Contains(
            "6 comments are lost",
            Assert.Single(FormatConverter.To(ConfigFormat.Json, document).Findings).Finding.Message
        );
    }

    [Fact]
    public void What_looks_like_a_reference_in_json_and_yaml_stays_text()
    {
        foreach (
            var document in new[]
            {
                Document.Parse("{\"a\": \"${HOME}\"}", new ParseOptions { Dialect = Dialect.Json }),
                YamlReader.Parse("a: ${HOME}"),
            }
        )
            Assert.Equal("a = \"${HOME}\"\n", FormatConverter.To(ConfigFormat.Hocon, document).Text);
    }

    [Fact]
    public void A_dotted_key_stays_one_key()
    {
        var document = Document.Parse("{\"a.b\": {\"c d\": 1}}", new ParseOptions { Dialect = Dialect.Json });
        Assert.Equal("\"a.b\" {\n  \"c d\" = 1\n}\n", FormatConverter.To(ConfigFormat.Hocon, document).Text);
        Assert.Equal("a.b:\n  c d: 1\n", FormatConverter.To(ConfigFormat.Yaml, document).Text);
    }

    [Theory]
    [InlineData("a = ", Dialect.Strict)]
    [InlineData("a = ${b}, b = ${a}", Dialect.ClearML)]
    public void A_document_with_errors_gives_those(string text, Dialect dialect)
    {
        var written = FormatConverter.To(
            ConfigFormat.Json,
            Document.Parse(text, new ParseOptions { Dialect = dialect })
        );
        Assert.Null(written.Text);
        Assert.True(written.HasErrors);
    }

    [Fact]
    public void What_a_target_cannot_hold_is_refused()
    {
        var scalar = Document.Parse("5", new ParseOptions { Dialect = Dialect.Json });
        Assert.Equal(
            "root-no-object",
            Assert.Single(FormatConverter.To(ConfigFormat.Hocon, scalar).Findings).Finding.Code
        );
        Assert.Equal("5\n", FormatConverter.To(ConfigFormat.Json, scalar).Text);
        var half = Document.Parse("a = \"\\ud83d\", \"\\ude00\" = 1");
        Assert.Equal(
            ["lone-surrogate", "lone-surrogate"],
            FormatConverter.To(ConfigFormat.Json, half).Findings.Select(f => f.Finding.Code)
        );
        Assert.NotNull(FormatConverter.To(ConfigFormat.Hocon, half).Text);
        var deep = Document.Parse(string.Concat(Enumerable.Repeat("a { ", 25)) + new string('}', 25));
        Assert.Equal("too-deep", Assert.Single(FormatConverter.To(ConfigFormat.Yaml, deep).Findings).Finding.Code);
        Assert.NotNull(FormatConverter.To(ConfigFormat.Json, deep).Text);
    }

    [Fact]
    public void A_list_root_and_numbers_keep_their_text()
    {
        var document = Document.Parse("[1.50, 123456789012345678901234567890, 1E400]");
        Assert.Equal(
            "[1.50, 123456789012345678901234567890, 1E400]\n",
            FormatConverter.To(ConfigFormat.Json, document).Text
        );
        Assert.Equal(
            "- 1.50\n- 123456789012345678901234567890\n- 1E400\n",
            FormatConverter.To(ConfigFormat.Yaml, document).Text
        );
    }
}
