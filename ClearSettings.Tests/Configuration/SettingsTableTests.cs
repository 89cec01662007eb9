using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.ApiTokens;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Outbound;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Configuration;

namespace ClearSettings.Tests.Configuration;

public sealed class SettingsTableTests
{
    private static readonly (string Section, object Defaults)[] Bound =
    [
        ("Server", new ServerSettings()),
        ("Database", new DatabaseSettings()),
        ("Tokens", new TokenSettings()),
        ("Credentials", new CredentialSettings()),
        ("ServiceAccounts", new ServiceAccountSettings()),
        ("SignIn", new SignInSettings()),
        ("Members", new MemberSettings()),
        ("Groups", new GroupSettings()),
        ("Vaults", new VaultSettings()),
        ("Outbound", new OutboundSettings()),
        ("Email:RequestLimits", new EmailRequestLimits()),
    ];

    [Fact]
    public void Every_property_that_is_bound_is_a_setting_and_the_other_way_round()
    {
        foreach (var (section, defaults) in Bound)
        {
            var properties = Properties(defaults).Select(p => $"{section}:{p.Name}");
            // The mode is read by itself.
            var settings = SettingsTable
                .All.Select(s => s.Name)
                .Where(n => n != "Server:Mode" && n[..n.LastIndexOf(':')] == section);
            Assert.Equal(properties.Order(StringComparer.Ordinal), settings.Order(StringComparer.Ordinal));
        }
        var mail = SettingsTable.All.Select(s => s.Name).Where(n => n.Split(':') is ["Email", _]).Select(n => n[6..]);
        Assert.Equal(
            MailConfiguration.FieldNames.Concat(["HeloName", "TrustedCertificate"]).Order(StringComparer.Ordinal),
            mail.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_default_is_a_value_that_the_setting_can_have()
    {
        foreach (var (section, defaults) in Bound)
        {
            foreach (var property in Properties(defaults))
            {
                var setting = SettingsTable.Find($"{section}:{property.Name}")!;
                var text = property.GetValue(defaults) switch
                {
                    TimeSpan duration => Durations.Format(duration),
                    string[] => null,
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                };
                if (string.IsNullOrEmpty(text))
                    Assert.True(setting.IsOptional, setting.Name);
                else
                    Assert.NotNull(setting.Type.Read(text));
                if (!setting.IsOptional && section != "Database")
                    Assert.Equal($"`{text}`", setting.Default, ignoreCase: true);
            }
        }
    }

    [Fact]
    public void The_documentation_lists_every_setting_as_the_table_has_it()
    {
        var rows = SourceTree
            .Read("docs/running.md")
            .Split('\n')
            .SkipWhile(l => l != "## Settings")
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(SettingsTable.All.Select(Row), rows);
    }

    [Fact]
    public void Every_setting_that_a_document_names_exists()
    {
        var sections = string.Join('|', SettingsTable.Sections);
        foreach (var file in SourceTree.Files("docs", "*.md").Append("README.md"))
        {
            foreach (
                Match match in Regex.Matches(SourceTree.Read(file), $@"(?:`|--)((?:{sections})(?::[A-Za-z]+)+)(?=[`=])")
            )
                Assert.True(
                    SettingsTable.Find(match.Groups[1].Value) is not null,
                    $"{file} names {match.Groups[1].Value}"
                );
            foreach (Match match in Regex.Matches(SourceTree.Read(file), $@"\b((?:{sections})(?:__[A-Za-z]+)+)"))
                Assert.True(
                    SettingsTable.Find(match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)) is not null,
                    $"{file} names {match.Groups[1].Value}"
                );
        }
    }

    private static string Row(Setting setting) =>
        $"| `{setting.Name}` | {setting.Type.Expectation}{(setting.Type.IsList ? " (list)" : "")} | "
        + $"{setting.Default} | {setting.Description} |";

    private static IEnumerable<PropertyInfo> Properties(object settings) =>
        settings.GetType().GetProperties().Where(p => p.CanWrite);
}
