using System.Diagnostics;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class UnknownKeysTests
{
    [Fact]
    public void A_key_that_no_client_reads_is_a_warning_with_the_nearest_name()
    {
        var report = VaultCheck.Check("agent {\n  git_usr = x\n}", ConfigFormat.Hocon);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(
            (Severity.Warning, "unknown-key", "agent.git_usr", new Position(2, 3)),
            (finding.Severity, finding.Code, finding.Path, finding.Start)
        );
        Assert.Equal("Unknown key agent.git_usr: no ClearML client reads it.", finding.Message);
        Assert.Equal("Did you mean agent.git_user?", finding.Fix);
        Assert.Equal("{\"agent\":{\"git_usr\":\"x\"}}", report.ForClients);
    }

    [Theory]
    [InlineData("agent.brand_new_key = 1", "agent.brand_new_key", null)]
    [InlineData("sdk.developement { worker.ping_period_sec = 1 }", "sdk.developement", "sdk.development")]
    [InlineData("api.credentials.acces_key = x", "api.credentials.acces_key", "api.credentials.access_key")]
    [InlineData(
        "sdk.aws.s3.credentials = [{ bucket = b, key = k }, { buckt = b }]",
        "sdk.aws.s3.credentials[].buckt",
        "sdk.aws.s3.credentials[].bucket"
    )]
    [InlineData(
        "agent.default_docker.match_rules = [{ match { script { brnch = main } } }]",
        "agent.default_docker.match_rules[].match.script.brnch",
        "agent.default_docker.match_rules[].match.script.branch"
    )]
    [InlineData("agnet { git_user = x }", "agnet", "agent")]
    [InlineData("git_user = x", "git_user", null)]
    [InlineData("\"my section\" { a = 1 }", "\"my section\"", null)]
    [InlineData("agent { git_usr = x, git_usr = ${?USER} }", "agent.git_usr", "agent.git_user")]
    [InlineData(
        "agent.vcs_cache { enabld = true }\nagent.vcs_cache = ${?CACHE}",
        "agent.vcs_cache.enabld",
        "agent.vcs_cache.enabled"
    )]
    public void Unknown_is_told_of_sections_of_nested_keys_and_of_objects_in_lists(
        string text,
        string path,
        string? meant
    )
    {
        var finding = Assert.Single(VaultCheck.Check(text, ConfigFormat.Hocon).Findings, f => f.Code == "unknown-key");
        Assert.Equal($"Unknown key {path}: no ClearML client reads it.", finding.Message);
        Assert.Equal(
            meant is null ? "Check the name, or ignore this if a newer client reads it." : $"Did you mean {meant}?",
            finding.Fix
        );
    }

    [Theory]
    [InlineData("environment { ANYTHING = x, nested { a = b } }")]
    [InlineData("files { mine { path = \"~/x\", whatever = 1, contents { any { thing = [1] } } } }")]
    [InlineData("sdk.aws.boto3.s3 { addressing_style = path, deeper { a = 1 } }")]
    [InlineData("sdk.aws.s3.credentials = [{ bucket = b, extra_args { ServerSideEncryption = AES256 } }]")]
    [InlineData("agent.docker_container_name_format_fields { queue = execution.queue }")]
    [InlineData("logging.loggers { urllib3 { level = ERROR } }")]
    [InlineData("sdk { storage.direct_access = [{ url = \"file://*\" }], apply_files = true }")]
    [InlineData(
        "agent { apply_environment = true, extra_docker_arguments = [\"-e\", \"A=b\"], git.extra_credentials = [{ "
            + "host = h, user = u, pass = p }] }"
    )]
    [InlineData("api.verify_certificate = /etc/ca.pem")]
    [InlineData("sdk.storage.cache = ${?CACHE}")]
    public void Known_keys_and_free_names_pass_without_a_word(string text)
    {
        Assert.DoesNotContain(VaultCheck.Check(text, ConfigFormat.Hocon).Findings, f => f.Code == "unknown-key");
    }

    [Fact]
    public void Only_the_topmost_unknown_key_is_told()
    {
        var report = VaultCheck.Check(
            "agent.cache { size { max = 1, min = 2 }, path = x }\nother { a = 1, b { c = 2 } }",
            ConfigFormat.Hocon
        );
        Assert.Equal(["agent.cache", "other"], report.Findings.Select(f => f.Path));
        Assert.True(report.MayBeSaved);
    }

    [Theory]
    [InlineData(ConfigFormat.Json, "{\"agent\": {\"git_usr\": \"x\"}}")]
    [InlineData(ConfigFormat.Yaml, "agent:\n  git_usr: x\n")]
    public void Every_format_has_the_rule(ConfigFormat format, string text)
    {
        Assert.Equal("unknown-key", Assert.Single(VaultCheck.Check(text, format).Findings).Code);
    }

    [Fact]
    public void A_key_with_a_finding_of_its_own_gets_no_second_one()
    {
        Assert.Equal(
            "dotted-key",
            Assert.Single(VaultCheck.Check("\"agent.git_usr\" = x", ConfigFormat.Hocon).Findings).Code
        );
        Assert.Equal(
            "empty-key",
            Assert.Single(VaultCheck.Check("agent { \"\" = x }", ConfigFormat.Hocon).Findings).Code
        );
    }

    [Fact]
    public void Ten_thousand_unknown_keys_take_no_time_and_hide_no_error()
    {
        var keys = string.Concat(
            Enumerable.Range(0, 10_000).Select(i => $"docker_force_{i:0000} = \"{new string('x', 30)}\"\n")
        );
        var (unknown, free) = ($"agent {{\n{keys}}}", $"files.x {{\n{keys}}}");
        Assert.InRange(Fastest(unknown) - Fastest(free), TimeSpan.MinValue, TimeSpan.FromMilliseconds(250));
        var report = VaultCheck.Check(unknown, ConfigFormat.Hocon);
        Assert.Equal("vault-too-large", Assert.Single(report.Findings, f => f.Severity == Severity.Error).Code);
        Assert.Equal(100, report.Findings.Count(f => f.Code == "unknown-key"));
    }

    private static TimeSpan Fastest(string text) =>
        Enumerable
            .Range(0, 7)
            .Min(_ =>
            {
                var watch = Stopwatch.StartNew();
                VaultCheck.Check(text, ConfigFormat.Hocon);
                return watch.Elapsed;
            });
}
