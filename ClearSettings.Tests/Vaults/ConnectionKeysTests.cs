using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class ConnectionKeysTests
{
    private const string Hocon =
        "# Northwind\napi {\n  # where\n  web_server: http://host:8080 # pages\n  api_server: http://host:8008\n  "
        + "files_server: http://host:8081\n  credentials {\n    \"access_key\" = \"AK\"\n    \"secret_key\" "
        + "= \"SK\"\n  }\n  verify_certificate = false # own authority\n}\nagent.git_user = bot\n";

    public static TheoryData<string, ConfigFormat, string> Spellings =>
        new()
        {
            { "api.credentials.access_key = AK", ConfigFormat.Hocon, "api.credentials" },
            { "api { credentials { secret_key = SK } }", ConfigFormat.Hocon, "api.credentials" },
            { "\"api\" : { \"credentials\" : {} }", ConfigFormat.Hocon, "api.credentials" },
            { "api.files_server += \"s3://b\"", ConfigFormat.Hocon, "api.files_server" },
            { "api.credentials = null", ConfigFormat.Hocon, "api.credentials" },
            { "api.credentials.secret_key = ${?SECRET}", ConfigFormat.Hocon, "api.credentials" },
            { "api.api_server = ${?HOST}\"/api\"", ConfigFormat.Hocon, "api.api_server" },
            { "base = \"http://host\", api.web_server = ${base}", ConfigFormat.Hocon, "api.web_server" },
            { "shared { files_server = \"s3://b\" }, api = ${shared}", ConfigFormat.Hocon, "api.files_server" },
            { "api.host = http://host", ConfigFormat.Hocon, "api.host" },
            { "environment { CLEARML_API_SECRET_KEY = SK }", ConfigFormat.Hocon, "environment.CLEARML_API_SECRET_KEY" },
            { "environment.TRAINS_API_HOST = \"http://host\"", ConfigFormat.Hocon, "environment.TRAINS_API_HOST" },
            { "\"api.credentials\" { access_key = AK }", ConfigFormat.Hocon, "\"api.credentials\"" },
            { "{\"api\": {\"credentials\": {\"access_key\": \"AK\"}}}", ConfigFormat.Json, "api.credentials" },
            { "{\"api.credentials.secret_key\": \"SK\"}", ConfigFormat.Json, "\"api.credentials.secret_key\"" },
            { "api:\n  files_server: s3://b\n", ConfigFormat.Yaml, "api.files_server" },
            { "api.credentials:\n  secret_key: SK\n", ConfigFormat.Yaml, "\"api.credentials\"" },
        };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void How_a_client_connects_is_refused_for_others_and_warned_of_in_the_authors_own_vault(
        string text,
        ConfigFormat format,
        string path
    )
    {
        var refused = VaultContents.Check(VaultTarget.Client, text, format, VaultAudience.Others);
        Assert.False(refused.MayBeSaved);
        Assert.Equal(
            (Severity.Error, path),
            Assert.Single(refused.Findings, f => f.Code == "connection-key") is var error
                ? (error.Severity, error.Path)
                : default
        );
        Assert.False(VaultContents.Check(VaultTarget.Monitoring, text, format, VaultAudience.Others).MayBeSaved);
        var own = VaultContents.Check(VaultTarget.Client, text, format, VaultAudience.Author);
        Assert.True(own.MayBeSaved);
        Assert.Equal(
            (Severity.Warning, path),
            Assert.Single(own.Findings, f => f.Code == "connection-key") is var warning
                ? (warning.Severity, warning.Path)
                : default
        );
    }

    [Theory]
    [InlineData("api.verify_certificate = false")]
    [InlineData("api { http { retries.total = 3 }, api_server_x = 1 }")]
    [InlineData("sdk.aws.s3.credentials = [{ bucket = b, key = k }]")]
    [InlineData("environment { CLEARML_API_HOST_VERIFY_CERT = \"false\", AWS_ACCESS_KEY_ID = k }")]
    [InlineData("credentials { access_key = AK }")]
    public void Other_settings_of_the_same_sections_stay_allowed(string text) =>
        Assert.DoesNotContain(
            VaultContents.Check(VaultTarget.Client, text, ConfigFormat.Hocon, VaultAudience.Others).Findings,
            f => f.Code == "connection-key"
        );

    [Fact]
    public void One_fix_removes_all_of_them_and_nothing_else()
    {
        Assert.Equal(
            "# Northwind\napi {\n  # where\n  verify_certificate = false # own authority\n}\nagent.git_user = bot\n",
            Remove(Hocon, ConfigFormat.Hocon)
        );
        Assert.Equal(
            "agent.x = 1\n",
            Remove(
                "api.credentials.access_key = AK\napi.credentials.secret_key = SK\nagent.x = 1\napi.host = a\n",
                ConfigFormat.Hocon
            )
        );
        Assert.Equal(
            "x = ${api.api_server}\napi.api_server = a\n",
            Remove("x = ${api.api_server}\napi.api_server = a\napi.web_server = b\n", ConfigFormat.Hocon)
        );
    }

    [Fact]
    public void One_fix_removes_all_of_them_in_YAML_and_JSON()
    {
        Assert.Equal(
            "# top\napi:\n  # mine\n  verify_certificate: false\nagent: {git_user: bot}\n",
            Remove(
                "# top\napi:\n  web_server: http://a\n  # mine\n  verify_certificate: false\n  credentials:\n    "
                    + "access_key: AK\n    secret_key: SK\nagent: {git_user: bot}\n",
                ConfigFormat.Yaml
            )
        );
        Assert.Equal(
            "{\n  \"api\": {\n    \"verify_certificate\": false\n  },\n  \"agent\": {\"git_user\": \"bot\"}\n}\n",
            Remove(
                "{\n  \"api\": {\n    \"verify_certificate\": false,\n    \"api_server\": \"http://a\",\n    "
                    + "\"credentials\": {\"access_key\": \"AK\"}\n  },\n  \"agent\": {\"git_user\": \"bot\"}\n}\n",
                ConfigFormat.Json
            )
        );
    }

    [Fact]
    public void A_fix_removes_one_of_them()
    {
        var finding = VaultContents
            .Check(VaultTarget.Client, Hocon, ConfigFormat.Hocon, VaultAudience.Others)
            .Findings.First(f => f.Path == "api.credentials");
        var mended = VaultFix
            .For(finding, Hocon, ConfigFormat.Hocon, VaultTarget.Client, VaultAudience.Others)!
            .Apply(Hocon);
        Assert.DoesNotContain("SK", mended, StringComparison.Ordinal);
        Assert.Contains("web_server", mended, StringComparison.Ordinal);
    }

    private static string? Remove(string text, ConfigFormat format) =>
        VaultFix
            .WithoutConnection(
                VaultContents.Check(VaultTarget.Client, text, format, VaultAudience.Others).Findings,
                text,
                format
            )
            ?.Apply(text);
}
