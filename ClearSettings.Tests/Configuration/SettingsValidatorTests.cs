using ClearSettings.Domain.ApiTokens;
using ClearSettings.Web;
using ClearSettings.Web.Configuration;
using static ClearSettings.Tests.Configuration.ValidatedSettings;

namespace ClearSettings.Tests.Configuration;

public sealed class SettingsValidatorTests
{
    private const string Lists = """
        {
          "Server": {
            "KnownProxies": ["10.0.0.1", "10.0.0.2", "10.0.0.0/8"],
            "AllowedHosts": "a.example;b.example"
          }
        }
        """;

    [Fact]
    public void The_command_line_wins_over_the_environment_and_the_environment_over_the_file()
    {
        var validated = Validate(
            ["--Server:WebPort=1"],
            new() { ["Server__WebPort"] = "2", ["Server__ApiPort"] = "2" },
            """{"Server": {"WebPort": 3, "ApiPort": 3, "Address": "127.0.0.1"}}"""
        );
        var server = Bind<ServerSettings>(validated, "Server");
        Assert.Equal((1, 2, "127.0.0.1"), (server.WebPort, server.ApiPort, server.Address));
        Assert.Equal("the command line, --Server:WebPort", validated.Origins["Server:WebPort"]);
        Assert.Equal("the environment variable Server__ApiPort", validated.Origins["Server:ApiPort"]);
        Assert.Equal("the file clearsettings.json", validated.Origins["Server:Address"]);
        Assert.DoesNotContain("Server:PublicUrl", validated.Origins.Keys);
        Assert.Empty(validated.Warnings);
    }

    [Theory]
    [InlineData("--Server:KnownProxies=10.0.0.5")]
    [InlineData("--Server:KnownProxies", "10.0.0.5")]
    [InlineData("--server:knownproxies:0=10.0.0.5")]
    public void A_list_takes_one_value_with_or_without_an_index(params string[] arguments) =>
        Assert.Equal(["10.0.0.5"], Bind<ServerSettings>(Validate(arguments), "Server").KnownProxies);

    [Fact]
    public void A_list_takes_several_values_in_one_text_and_replaces_the_lists_of_sources_below()
    {
        Assert.Equal(
            ["10.0.0.1", "10.0.0.2", "10.0.0.0/8"],
            Bind<ServerSettings>(Validate([], file: Lists), "Server").KnownProxies
        );
        Assert.Equal(
            ["a.example", "b.example"],
            Bind<ServerSettings>(Validate([], file: Lists), "Server").AllowedHosts
        );
        Assert.Equal(
            ["::1", "fe80::1"],
            Bind<ServerSettings>(
                Validate([], new() { ["Server__KnownProxies"] = "::1, fe80::1" }, Lists),
                "Server"
            ).KnownProxies
        );
        Assert.Equal(
            ["10.0.0.9"],
            Bind<ServerSettings>(
                Validate([], new() { ["SERVER__KNOWNPROXIES__0"] = "10.0.0.9" }, Lists),
                "Server"
            ).KnownProxies
        );
        Assert.Empty(Bind<ServerSettings>(Validate(["--Server:KnownProxies="]), "Server").KnownProxies);
    }

    [Theory]
    [InlineData("30d")]
    [InlineData("720h")]
    [InlineData("43200m")]
    [InlineData("2592000s")]
    [InlineData("30.00:00:00")]
    public void Every_setting_that_is_a_duration_takes_every_form(string text)
    {
        foreach (
            var name in new[]
            {
                "Tokens:DefaultLifetime",
                "Tokens:LongestLifetime",
                "Tokens:KeyLifetime",
                "Credentials:LongestLifetime",
            }
        )
            Assert.Equal("30.00:00:00", Validate([$"--{name}={text}"]).Values[name]);
        Assert.Equal(
            TimeSpan.FromDays(30),
            Bind<TokenSettings>(Validate([$"--Tokens:LongestLifetime={text}"]), "Tokens").LongestLifetime
        );
    }

    [Fact]
    public void Empty_and_null_are_like_nothing_where_a_setting_can_be_missing()
    {
        var validated = Validate(
            ["--Email:Host="],
            new() { ["Server__PublicUrl"] = " " },
            """{"Server": {"ApiUrl": null, "KnownProxies": []}, "Email": {"Host": "smtp.company.com"}, "Vaults": {}}"""
        );
        Assert.Empty(validated.Problems.Concat(validated.Warnings));
        Assert.DoesNotContain(
            validated.Values.Keys,
            k => k.StartsWith("Email", StringComparison.Ordinal) || k.StartsWith("Server", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_setting_works_under_the_name_it_had_before_with_a_warning()
    {
        var validated = ValidateFormerNames();
        Assert.Empty(validated.Problems);
        Assert.Equal(
            ("465", "smtp.company.com", "new@company.com", "5"),
            (
                validated.Values["Email:Port"],
                validated.Values["Email:Host"],
                validated.Values["Email:FromAddress"],
                validated.Values["Email:RequestLimits:PerMinute"]
            )
        );
        Assert.Equal(4, validated.Warnings.Count);
        Assert.Contains(
            "Mail:Host in the environment variable Mail__Host is now called Email:Host. The old name still works; "
                + "use the new one.",
            validated.Warnings
        );
        Assert.Contains(
            "Mail:FromAddress in the file clearsettings.json has no effect, because Email:FromAddress is set there "
                + "too. Remove it.",
            validated.Warnings
        );
        Assert.Equal("the environment variable Mail__Host", validated.Origins["Email:Host"]);
    }

    private static SettingsValidator ValidateFormerNames() =>
        Validate(
            ["--Mail:Port=465"],
            new() { ["Mail__Host"] = "smtp.company.com" },
            """
            {
              "Mail": { "FromAddress": "old@company.com", "RequestLimits": { "PerMinute": 5 } },
              "Email": { "FromAddress": "new@company.com" }
            }
            """
        );

    [Fact]
    public void The_data_folder_cannot_be_set_in_the_file_that_is_in_it() =>
        Assert.Equal(
            "Data:Folder in the file clearsettings.json has no effect, because the file is in that folder. Use --data.",
            Assert.Single(Validate([], file: """{"Data": {"Folder": "/srv"}}""").Warnings)
        );

    [Theory]
    [InlineData("postgres://olga@db.example/settings", null, "Postgres")]
    [InlineData("Host=db.example;Database=settings", null, "Postgres")]
    [InlineData("Host=db.example;Database=settings", "postgresql", "Postgres")]
    [InlineData("Data Source=/srv/settings.db", null, "Sqlite")]
    [InlineData(null, null, "Sqlite")]
    [InlineData(null, "sqlite", "Sqlite")]
    public void The_connection_string_says_which_database_it_is_for(
        string? connection,
        string? provider,
        string expected
    ) => Assert.Equal(expected, JudgeDatabase(connection, provider).Values["Database:Provider"]);

    [Theory]
    [InlineData(
        null,
        "Postgres",
        "Database:Provider is Postgres, so Database:ConnectionString must say where the server is."
    )]
    [InlineData(
        "Data Source=/srv/settings.db",
        "Postgres",
        "Database:ConnectionString cannot be used; for Postgres it must be a URL such as"
    )]
    [InlineData(
        "postgres://db.example/settings",
        "Sqlite",
        "Database:ConnectionString is for PostgreSQL, so Database:Provider must be Postgres or missing."
    )]
    [InlineData("nonsense", null, "Database:ConnectionString cannot be used; it must be a URL such as")]
    public void A_connection_string_for_another_database_is_refused(
        string? connection,
        string? provider,
        string message
    ) =>
        Assert.StartsWith(
            message,
            Assert.Single(JudgeDatabase(connection, provider).Problems),
            StringComparison.Ordinal
        );

    private static SettingsValidator JudgeDatabase(string? connection, string? provider) =>
        Validate([
            .. connection is null ? [] : new[] { $"--Database:ConnectionString={connection}" },
            .. provider is null ? [] : new[] { $"--Database:Provider={provider}" },
        ]);
}
