using ClearSettings.Web.Configuration;
using static ClearSettings.Tests.Configuration.ValidatedSettings;

namespace ClearSettings.Tests.Configuration;

public sealed class WrongSettingsTests
{
    private const string Secret = "harbour-walrus";

    [Fact]
    public void Every_wrong_setting_gets_a_sentence_with_its_name_value_place_and_what_it_must_be()
    {
        var validated = Validate(
            ["--Server:WebPort=70000", "--Server:Mode=Cloud"],
            new() { ["Server__ApiPort"] = "", ["Tokens__KeyLifetime"] = "90" },
            """{"Server": {"KnownProxies": ["10.0.0.1", "proxy"]}, "ServiceAccounts": {"AllowAdmins": "yes"}}"""
        );
        Assert.Equal(
            [
                "Server:Mode is “Cloud”; it must be SelfHosted or Hosted.",
                "Server:WebPort is “70000”; it must be a whole number from 1 to 65535.",
                "Server:ApiPort in the environment variable Server__ApiPort is empty; it must be a whole number "
                    + "from 1 to 65535.",
                "Server:KnownProxies in the file clearsettings.json has “proxy”; it must be an IP address or a "
                    + "network, such as 10.0.0.0/8.",
                "Tokens:KeyLifetime in the environment variable Tokens__KeyLifetime is “90”; it must be a duration "
                    + "from 1d to 3650d, such as 30d, 12h, 15m, 45s or 30.00:00:00.",
                "ServiceAccounts:AllowAdmins in the file clearsettings.json is “yes”; it must be true or false.",
            ],
            validated.Problems
        );
    }

    [Theory]
    [InlineData("Server:WebPort", "\"8080\"", ", without quotes around it.")]
    [InlineData("Server:WebPort", "'8080'", ", without quotes around it.")]
    [InlineData("Server:WebPort", "8080.0", "from 1 to 65535.")]
    [InlineData("Server:WebPort", "0x1F90", "from 1 to 65535.")]
    [InlineData("Server:Address", "10.1", "* or an IP address.")]
    [InlineData("Server:Address", "010.0.0.5", "* or an IP address.")]
    [InlineData("Server:Address", "settings.company.com", "* or an IP address.")]
    [InlineData("Server:KnownProxies", "10.0.0.0/33", "such as 10.0.0.0/8.")]
    [InlineData("Server:AllowedHosts", "https://a.example", "or *.company.com.")]
    [InlineData("Server:PublicUrl", "settings.company.com", "such as https://settings.company.com.")]
    [InlineData(
        "Server:PublicUrl",
        "https://settings.company.com/base",
        "without a path, such as https://settings.company.com."
    )]
    [InlineData(
        "Server:PublicUrl",
        "https://settings.company.com?",
        "without a path, such as https://settings.company.com."
    )]
    [InlineData("Server:PublicUrl", "javascript:alert(1)", "such as https://settings.company.com.")]
    [InlineData(
        "Email:LinkBase",
        "https://settings.company.com/base",
        "without a path, such as https://settings.company.com."
    )]
    [InlineData("Email:HeloName", "settings", "such as settings.company.com.")]
    [InlineData("Email:Host", "smtp.company.com:587", "without a port.")]
    [InlineData("Database:Provider", "Oracle", "Sqlite or Postgres.")]
    [InlineData("Logging:LogLevel:Default", "Loud", "Critical or None.")]
    [InlineData("Logging:Console:FormatterOptions:TimestampFormat", "%", "such as HH:mm:ss.")]
    [InlineData("Plans:Free:Members", "few", "from 1 to 1000000.")]
    [InlineData("Tokens:DefaultLifetime", "400d", "Tokens:LongestLifetime, which is 365d.")]
    public void A_wrong_value_is_refused(string name, string value, string end)
    {
        var problem = Assert.Single(Validate([$"--{name}={value}"]).Problems);
        Assert.StartsWith(name, problem, StringComparison.Ordinal);
        Assert.EndsWith(end, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database:ConnectionString", $"postgres://olga:{Secret}@db/x?y=1")]
    [InlineData("Database:ConnectionString", $"Servr=db;Password={Secret}")]
    [InlineData("Database:ConnectionString", $"Host=db;Passwrd={Secret}")]
    [InlineData("Secrets:MasterKey", Secret)]
    [InlineData("Email:Password", $"{Secret}\n")]
    [InlineData("Server:PublicUrl", $"https://olga:{Secret}@settings.company.com")]
    [InlineData("Server:PublicUrl", $"https://olga:{Secret}/x@settings.company.com")]
    [InlineData("Email:Host", $"olga:{Secret}@smtp.company.com")]
    [InlineData("Email:Pasword", Secret)]
    public void No_message_has_a_secret(string name, string value)
    {
        var validated = Validate([$"--{name}={value}"]);
        Assert.DoesNotContain(
            Secret,
            Assert.Single(validated.Problems.Concat(validated.Warnings)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_argument_that_is_no_setting_is_refused_without_repeating_it()
    {
        List<string> problems = [];
        CommandLineSettings.Read(["x", "--Email:Password", "a", Secret, "-y=1", "--Server:WebPort"], problems);
        Assert.Equal(4, problems.Count);
        Assert.All(problems, p => Assert.DoesNotContain(Secret, p, StringComparison.Ordinal));
        Assert.Equal("--Server:WebPort has no value; write --Server:WebPort=value.", problems[^1]);
    }

    [Theory]
    [InlineData("Server:WebProt", "Server:WebPort")]
    [InlineData("Server:Web_Port", "Server:WebPort")]
    [InlineData("Servr:PublicUrl", "Server:PublicUrl")]
    [InlineData("WebPort", "Server:WebPort")]
    [InlineData("PublicURL", "Server:PublicUrl")]
    [InlineData("Email:Pasword", "Email:Password")]
    [InlineData("Tokens:DefaultLifeTimes", "Tokens:DefaultLifetime")]
    [InlineData("Plans:Free:Member", "Plans:Free:Members")]
    [InlineData("Server:Colour", null)]
    public void An_unknown_name_brings_a_warning_with_the_nearest_one(string name, string? nearest)
    {
        var validated = Validate([$"--{name}=1"]);
        Assert.Empty(validated.Problems);
        Assert.Equal(
            $"{name} is not a setting and has no effect.{(nearest is null ? "" : $" Did you mean {nearest}?")}",
            Assert.Single(validated.Warnings)
        );
        Assert.DoesNotContain(name, validated.Values.Keys);
    }

    [Fact]
    public void Environment_variables_of_other_programs_bring_no_warning()
    {
        var validated = Validate(
            [],
            new()
            {
                ["MAIL"] = "/var/mail/olga",
                ["SERVER"] = "x",
                ["Kestrel__Limits"] = "1",
                ["PATH"] = "/bin",
                ["Server__Wep"] = "1",
            }
        );
        Assert.Equal(
            "Server:Wep in the environment variable Server__Wep is not a setting and has no effect.",
            Assert.Single(validated.Warnings)
        );
    }

    [Theory]
    [InlineData(
        """{"Server": 8080}""",
        "Server in the file clearsettings.json must be a section with settings, not a value."
    )]
    [InlineData(
        """{"Server": {"WebPort": [8080]}}""",
        "Server:WebPort in the file clearsettings.json has more than one value; it must be a whole number from "
            + "1 to 65535."
    )]
    [InlineData(
        """{"Server": {"KnownProxies": {"a": "10.0.0.1"}}}""",
        "Server:KnownProxies in the file clearsettings.json must be a list of values, not a section."
    )]
    public void A_file_of_the_wrong_shape_is_refused(string file, string message) =>
        Assert.Equal(message, Assert.Single(Validate([], file: file).Problems));
}
