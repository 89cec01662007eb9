using System.Text.RegularExpressions;
using ClearSettings.Domain.Credentials;

namespace ClearSettings.Tests.Credentials;

public sealed class ClientConfigurationTests
{
    private static readonly ServerUrls Urls = new("http://host:8080/", "http://host:8008", "http://host:8081");

    private static ClientConfiguration Text(string? label = "Training agents", string workspace = "Research") =>
        new(Urls, "ABCDEFGHIJ0123456789ABCDEFGHIJ", "clrs_secret", label, workspace);

    [Fact]
    public void The_section_is_what_clearml_init_takes() =>
        Assert.Equal(
            """
            api {
              # Research
              web_server: "http://host:8080/"
              api_server: "http://host:8008"
              files_server: "http://host:8081"
              # Training agents
              credentials {
                "access_key" = "ABCDEFGHIJ0123456789ABCDEFGHIJ"
                "secret_key" = "clrs_secret"
              }
            }
            """.ReplaceLineEndings("\n"),
            Text().ClearmlConf
        );

    // clearml-init reads until an empty line or a line that is just a brace, and wants three different addresses.
    [Theory]
    [InlineData("Training agents", "Research")]
    [InlineData(null, "Research")]
    [InlineData("two\nlines\n\n}\n", "a\r\n}\r\nb")]
    [InlineData("tab\there", "  ")]
    [InlineData("} api { secret", "}")]
    public void The_section_can_be_pasted_whatever_the_names_hold(string? label, string workspace)
    {
        var lines = Text(label, workspace).ClearmlConf.Split('\n');
        Assert.DoesNotContain(lines, string.IsNullOrWhiteSpace);
        Assert.Equal("}", Assert.Single(lines, line => line.Trim() == "}" && !line.StartsWith(' ')));
        Assert.Equal("}", lines[^1]);
        Assert.Equal("api {", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("  ", line));
        Assert.Equal(
            3,
            Regex
                .Matches(string.Join('\n', lines), "_server: \"(.*)\"")
                .Select(m => m.Groups[1].Value)
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void A_notebook_cell_has_no_quotes() =>
        Assert.Equal(
            """
            %env CLEARML_WEB_HOST=http://host:8080/
            %env CLEARML_API_HOST=http://host:8008
            %env CLEARML_FILES_HOST=http://host:8081
            %env CLEARML_API_ACCESS_KEY=ABCDEFGHIJ0123456789ABCDEFGHIJ
            %env CLEARML_API_SECRET_KEY=clrs_secret
            """.ReplaceLineEndings("\n"),
            Text().Jupyter
        );

    [Fact]
    public void A_shell_docker_and_kubernetes_get_the_same_five_values()
    {
        foreach (var text in new[] { Text().Environment, Text().Docker, Text().Kubernetes })
        {
            foreach (
                var value in new[]
                {
                    "http://host:8080/",
                    "http://host:8008",
                    "http://host:8081",
                    "ABCDEFGHIJ0123456789ABCDEFGHIJ",
                    "clrs_secret",
                }
            )
                Assert.Contains(value, text);
            Assert.Equal(5, Regex.Count(text, "CLEARML_[A-Z_]+"));
        }
        Assert.All(Text().Environment.Split('\n'), line => Assert.StartsWith("export ", line));
        Assert.StartsWith("docker run --rm \\\n", Text().Docker);
        Assert.Contains("kind: Secret", Text().Kubernetes);
    }
}
