using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class ValueTypesTests
{
    [Theory]
    [InlineData("agent = docker", "agent is an object, not a string.", "Write its settings in braces.")]
    [InlineData("sdk.aws.s3 = [1]", "sdk.aws.s3 is an object, not a list.", "Write its settings in braces.")]
    [InlineData(
        "sdk.aws { s3 = ${?S3} }",
        "sdk.aws.s3 is an object, but the value of an environment variable is a string.",
        "Write its settings in braces."
    )]
    [InlineData("files.netrc = \"machine x\"", "files.* is an object, not a string.", "Write its settings in braces.")]
    [InlineData(
        "api.http.retries.total = often",
        "api.http.retries.total is a number, not a string.",
        "Write a number, such as 240."
    )]
    [InlineData(
        "api.http.pool_maxsize = [512]",
        "api.http.pool_maxsize is a number, not a list.",
        "Write a number, such as 512."
    )]
    [InlineData(
        "api.http.extra_retry_codes = 429",
        "api.http.extra_retry_codes is a list, not a number.",
        "Write a list, such as [\"one\", \"two\"]."
    )]
    [InlineData(
        "api.verify_certificate = \"False\"",
        "Clients read the string False as the path of a certificate file.",
        "Write false without quotes."
    )]
    [InlineData(
        "api.verify_certificate = { ca = x }",
        "api.verify_certificate is true or false, not an object.",
        "Write true or false."
    )]
    [InlineData(
        "sdk.aws.s3.credentials { bucket = b }",
        "sdk.aws.s3.credentials is a list, not an object.",
        "Write a list, such as [\"one\", \"two\"]."
    )]
    [InlineData(
        "sdk.azure.storage.containers = [account]",
        "sdk.azure.storage.containers is a list of objects, and this element is a string.",
        "Write each element in braces."
    )]
    public void What_stops_clients_is_an_error(string text, string message, string fix)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        Assert.False(report.MayBeSaved);
        Assert.Equal(
            (Severity.Error, $"{message} Clients that receive it stop working.", fix),
            Assert.Single(report.Findings, f => f.Code == "wrong-type") is var found
                ? (found.Severity, found.Message, found.Fix)
                : default
        );
    }

    [Theory]
    [InlineData("agent.git_user = 7", "agent.git_user is a string, not a number.", "Write a string in quotes.")]
    [InlineData("agent.git_pass = true", "agent.git_pass is a string, not a boolean.", "Write a string in quotes.")]
    [InlineData(
        "agent.package_manager.type = [pip]",
        "agent.package_manager.type is a string, not a list.",
        "Write a string in quotes, such as \"pip\"."
    )]
    [InlineData(
        "agent.package_manager.conda_channels = pytorch",
        "agent.package_manager.conda_channels is a list, not a string.",
        "Write a list, such as [\"pytorch\", \"conda-forge\", \"nvidia\", \"defaults\"]."
    )]
    [InlineData(
        "agent.docker_force_pull = \"false\"",
        "Clients read every string as true, even false.",
        "Write false without quotes."
    )]
    [InlineData(
        "agent.docker_force_pull = no",
        "Clients read every string as true, even no.",
        "Write false without quotes."
    )]
    [InlineData(
        "agent.docker_force_pull = \"true\"",
        "agent.docker_force_pull is true or false, not a string.",
        "Write true without quotes."
    )]
    [InlineData(
        "agent.docker_force_pull = sometimes",
        "agent.docker_force_pull is true or false, not a string.",
        "Write true or false."
    )]
    [InlineData(
        "agent.docker_force_pull = 2",
        "agent.docker_force_pull is true or false, not a number.",
        "Write true or false."
    )]
    [InlineData(
        "agent.docker_force_pull = ${?PULL}",
        "The value of an environment variable is a string, and clients read every non-empty string as true.",
        "Set true or false in the vault."
    )]
    [InlineData(
        "agent.docker_force_pull = \"no\", agent.docker_force_pull = ${?PULL}",
        "Clients read every string as true, even no.|The value of an environment variable is a string, "
            + "and clients read every non-empty string as true.",
        "Write false without quotes.|Set true or false in the vault."
    )]
    [InlineData(
        "sdk.development.worker.report_period_sec = \"10s\"",
        "sdk.development.worker.report_period_sec is a number, not a string.",
        "Write a number, such as 2."
    )]
    [InlineData(
        "sdk.development.worker.report_period_sec = \" 10 \"",
        "sdk.development.worker.report_period_sec is a number, and clients may not convert a string.",
        "Write 10 without quotes."
    )]
    [InlineData(
        "sdk.metrics.images.quality = true",
        "sdk.metrics.images.quality is a number, not a boolean.",
        "Write a number, such as 87."
    )]
    [InlineData(
        "sdk.aws.s3.verify = \"false\"",
        "Clients read the string false as the path of a certificate file.",
        "Write false without quotes."
    )]
    [InlineData("sdk.aws = null", "sdk.aws is an object, not null.", "Write its settings in braces.")]
    [InlineData(
        "sdk.aws.s3.credentials = [{ bucket = 7 }]",
        "sdk.aws.s3.credentials[].bucket is a string, not a number.",
        "Write a string in quotes."
    )]
    [InlineData("files.x.mode = 755", "files.*.mode is a string, not a number.", "Write a string in quotes.")]
    [InlineData(
        "sdk.storage.path_substitution = [x]",
        "sdk.storage.path_substitution is a list of objects, and this element is a string.",
        "Write each element in braces."
    )]
    public void What_clients_misread_is_a_warning(string text, string messages, string fixes)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        Assert.True(report.MayBeSaved);
        var found = report.Findings.Where(f => f.Code == "wrong-type").ToList();
        Assert.All(found, f => Assert.Equal(Severity.Warning, f.Severity));
        Assert.Equal(
            (messages, fixes),
            (string.Join('|', found.Select(f => f.Message)), string.Join('|', found.Select(f => f.Fix)))
        );
    }

    [Fact]
    public void Every_default_of_the_reference_fits()
    {
        foreach (
            var key in KnownKeys.All.Where(k =>
                k.Default.Length > 0 && !k.Path.Contains("[]", StringComparison.Ordinal)
            )
        )
        {
            var value = key.Type == "text" && !key.Accepts("number") ? $"\"{key.Default}\"" : key.Default;
            var text = $"{key.Path.Replace("*", "x", StringComparison.Ordinal)} = {value}";
            Assert.DoesNotContain(VaultCheck.Check(text, ConfigFormat.Hocon).Findings, f => f.Code == "wrong-type");
        }
    }

    [Theory]
    [InlineData("sdk.storage.cache.size { max_used_bytes = -1, min_free_bytes = 10GB }")]
    [InlineData("sdk.storage.cache.disk_space_file_size_strategy.size.cleanup_margin_percent = 5%")]
    [InlineData("sdk { storage { direct_access: [{ url: \"file://*\" }], http.legacy_fileservers: [] } }")]
    [InlineData(
        "sdk.aws { s3 { region: \"\", credentials: [], extra_args: {} }, "
            + "boto3.s3 { addressing_style = auto, use_accelerate_endpoint = true } }"
    )]
    [InlineData(
        "sdk.aws.s3.credentials = [{ host: \"minio:9000\", multipart: false, verify: \"/etc/ca.pem\", "
            + "extra_args { ACL = private, Tries = 3 } }]"
    )]
    [InlineData("sdk.development { default_output_uri = true, log_os_environments = [\"AWS_*\"] }")]
    [InlineData("api { version: 1.5, verify_certificate: True, http.extra_retry_codes = [429, 503] }")]
    [InlineData("api.verify_certificate = \"/etc/ssl/own-ca.pem\"")]
    [InlineData(
        "agent { package_manager { type: pip, pip_version: \"<20.2\" }, extra_docker_arguments = \"--ipc=host\", "
            + "venvs_cache { free_space_threshold_gb = 2.0 } }"
    )]
    [InlineData(
        "agent { extra_docker_shell_script: [\"apt-get install -y bindfs\", ], "
            + "resource_monitoring.default_gpu_utilization = null, suppress_carriage_return = 1 }"
    )]
    [InlineData(
        "agent.default_docker { arguments: [\"--ipc=host\"], "
            + "match_rules: [{ image: x, arguments: \"-e A=1\", match { script { binary: \"python3.6$\" } } }] }"
    )]
    [InlineData(
        "agent.git_user = null, agent.git_pass = ${?GIT_TOKEN}, sdk.metrics.images.quality = 87, "
            + "sdk.metrics.images.quality = ${?QUALITY}"
    )]
    [InlineData("logging { version: 1, disable_existing_loggers: 0, loggers { clearml { level: INFO } } }")]
    [InlineData(
        "environment { A = 1, B = true }, files.x { contents { a = [1] }, path = \"/tmp/x\", "
            + "mode = \"0o600\", overwrite = true }"
    )]
    [InlineData("agent.something_new = 1, agent.\"git_user\" = x")]
    public void What_clients_take_brings_no_finding(string text) =>
        Assert.DoesNotContain(VaultCheck.Check(text, ConfigFormat.Hocon).Findings, f => f.Code == "wrong-type");

    [Theory]
    [InlineData(
        "agent.docker_force_pull = \"true\"\n",
        ConfigFormat.Hocon,
        "Remove quotes",
        "agent.docker_force_pull = true\n"
    )]
    [InlineData("agent:\n  git_user: 7\n", ConfigFormat.Yaml, "Add quotes", "agent:\n  git_user: \"7\"\n")]
    [InlineData(
        "{\"sdk\": {\"metrics\": {\"images\": {\"quality\": \"87\"}}}}",
        ConfigFormat.Json,
        "Remove quotes",
        "{\"sdk\": {\"metrics\": {\"images\": {\"quality\": 87}}}}"
    )]
    public void Quotes_are_fixed_by_a_button(string text, ConfigFormat format, string words, string mended)
    {
        var finding = Assert.Single(VaultCheck.Check(text, format).Findings);
        var fix = VaultFix.For(finding, text, format, VaultTarget.Client);
        Assert.Equal((words, mended), (fix?.Label, fix?.Apply(text)));
    }

    [Fact]
    public void At_most_a_hundred_are_told()
    {
        var text = $"sdk.storage.path_substitution = [{string.Join(", ", Enumerable.Repeat("x", 5_000))}]";
        Assert.Equal(100, VaultCheck.Check(text, ConfigFormat.Hocon).Findings.Count(f => f.Code == "wrong-type"));
    }
}
