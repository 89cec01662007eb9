using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class EffectiveTests
{
    [Theory]
    [InlineData("a = 1", "b = 2", "a = 1 <One|b = 2 <Two")]
    [InlineData("a = 1", "a = 2", "a = 2 <Two >One")]
    [InlineData("a { b = 1, c = 2 }", "a.c = 3", "a {|  b = 1 <One|  c = 3 <Two >One|}")]
    [InlineData("a = [1, 2]", "a = [3]", "a = [3] <Two >One")]
    [InlineData("a = 1", "a = null", "a = null <Two >One")]
    [InlineData("a = null", "a = 1", "a = 1 <Two >One")]
    [InlineData("a { b = 1 }", "a = null", "a = null <Two >One")]
    [InlineData("a { b = 1 }", "a = {}", "a {|  b = 1 <One|}")]
    [InlineData("a = 1", "a = {}", "a = {} <Two >One")]
    [InlineData("a = 1", "a { b = 2 }", "a { <Two >One|  b = 2 <Two|}")]
    [InlineData("a { b { c = 1 } }", "a = [1]", "a = [1] <Two >One")]
    [InlineData("a = [1]", "a { b = 1 }", "a { <Two >One|  b = 1 <Two|}")]
    [InlineData("a = [{ x = 1 }]", "a = [{ y = 2 }]", "a = [{y = 2}] <Two >One")]
    [InlineData("\"a.b\" = 1", "a.b = 2", "\"a.b\" = 1 <One|a {|  b = 2 <Two|}")]
    [InlineData("a = \"x\"", "a = \"x\"", "a = \"x\" <Two >One")]
    [InlineData("a = true", "a = false", "a = false <Two >One")]
    [InlineData("a = 0012", "b = 1.50", "a = \"0012\" <One|b = 1.50 <Two")]
    [InlineData("", "a = 1", "a = 1 <Two")]
    [InlineData("z = 1, y = 2", "y = 3, x = 4", "z = 1 <One|y = 3 <Two >One|x = 4 <Two")]
    public void Later_vaults_win_objects_merge_and_all_else_is_replaced(string one, string two, string expected) =>
        Assert.Equal(expected, Show(("One", one), ("Two", two)));

    [Theory]
    [InlineData("port = 80, port = ${?PORT}", "", "port = 80 <One|port = ${?PORT} <One")]
    [InlineData("port = 80", "port = ${?PORT}", "port = 80 <One|port = ${?PORT} <Two >One")]
    [InlineData("port = ${?A}", "port = ${?B}", "port = ${?A} <One|port = ${?B} <Two >One")]
    [InlineData("port = 80", "port = ${PORT}", "port = ${PORT} <Two >One")]
    [InlineData("port = 80", "port = ${?PORT}\":1\"", "port = ${?PORT}\":1\" <Two >One")]
    [InlineData("port = 80", "port = 90, port = ${?PORT}", "port = 90 <Two >One|port = ${?PORT} <Two >One")]
    [InlineData("port = ${?PORT}", "port = 80", "port = 80 <Two >One")]
    [InlineData("a { x = 1 }", "a = ${?A}", "a {|  x = 1 <One|}|a = ${?A} <Two >One")]
    [InlineData("a = ${A}", "a { x = 1 }", "a { <Two >One|  x = 1 <Two|}")]
    [InlineData("a = \"p \"${A}\" q\"", "b = ${?B}${?C}", "a = \"p \"${A}\" q\" <One|b = ${?B}${?C} <Two")]
    [InlineData("HOME = \"/one\"", "a = ${HOME}\"/x\"", "HOME = \"/one\" <One|a = ${HOME}\"/x\" <Two")]
    [InlineData("x = [1], x = ${?x} [2]", "x = ${?x} [3]", "x = [3] <Two >One")]
    [InlineData("b = 1, a = ${b}", "b = 2", "b = 2 <Two >One|a = 1 <One")]
    public void Variables_stay_and_each_vault_is_read_alone(string one, string two, string expected) =>
        Assert.Equal(expected, Show(("One", one), ("Two", two)));

    [Fact]
    public void All_that_had_a_value_before_are_told_nearest_first() =>
        Assert.Equal(
            "a = 4 <Four >Three,Two,One",
            Show(("One", "a = 1"), ("Two", "a { b = 1 }"), ("Three", "a { c = 1 }"), ("Four", "a = 4"))
        );

    [Fact]
    public void What_a_vault_replaced_is_told_though_it_comes_back_as_an_object() =>
        Assert.Equal(
            "a { <Two >One|  b = 1 <Two|  c = 2 <Three|}",
            Show(("One", "a = 1"), ("Two", "a { b = 1 }"), ("Three", "a { c = 2 }"))
        );

    [Theory]
    [InlineData("password = hunter22", "password = \"********\"")]
    [InlineData("password = 123456", "password = \"********\"")]
    [InlineData("secret { a = hunter22, b = [hunter22] }", "secret {|  a = \"********\"|  b = [\"********\"]|}")]
    [InlineData("a = hunter22 # secret", "a = \"********\"")]
    [InlineData("a { b { c = hunter22 } } # secret", "a {|  b {|    c = \"********\"|  }|}")]
    [InlineData("a = [{ x = hunter22 # secret\n}]", "a = [{x = \"********\"}]")]
    [InlineData("password = hunter22, a = \"x\"${password}\"y\"", "password = \"********\"|a = \"********\"")]
    [InlineData("token = 123456, a = ${token}", "token = \"********\"|a = \"********\"")]
    [InlineData("a = hunter22 # secret\nb = ${a}", "a = \"********\"|b = \"********\"")]
    [InlineData("password = \"hunter22\"${X}", "password = \"********\"")]
    [InlineData("token = hunter22, a = ${token}\"/\"${HOME}", "token = \"********\"|a = \"********\"")]
    [InlineData("a = \"https://u:hunter22@h\"", "a = \"https://u:********@h\"")]
    [InlineData("a = \"https://u:hunter22@\"${HOST}", "a = \"********\"")]
    [InlineData("a = \"https://u:\"${PW}\"@h\"", "a = \"********\"")]
    [InlineData("a = \"-----BEGIN PRIVATE KEY-----\\nhunter22\\n-----END PRIVATE KEY-----\"", "a = \"********\"")]
    [InlineData("a = [\"-e\", \"TOKEN=hunter22\"]", "a = [\"-e\", \"TOKEN=********\"]")]
    [InlineData("token = ${?TOKEN}, use_token = true", "token = ${?TOKEN}|use_token = true")]
    public void Secrets_never_show_in_any_format(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', Lines(("One", text)).Select(l => l.Code)));
        Assert.DoesNotContain(
            "hunter22",
            string.Join('\n', Merge(ConfigFormat.Json, null, ("One", text)).Lines),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mark_of_one_vault_hides_the_key_in_all() =>
        Assert.DoesNotContain(
            "hunter22",
            string.Join('\n', Lines(("One", "a = x # secret"), ("Two", "a = hunter22"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_value_is_hidden_by_the_secrets_of_its_own_vault_only() =>
        Assert.Contains(
            "b = \"hunter22\"",
            Show(("One", "password = hunter22"), ("Two", "b = hunter22")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("a { b = 1, c = [\"x\"] }\nd = {}", "{|  \"a\": {|    \"b\": 1,|    \"c\": [\"x\"]|  },|  \"d\": {}|}")]
    [InlineData("\"a.b\" = \"q\\\"\"", "{|  \"a.b\": \"q\\\"\"|}")]
    [InlineData("a = ${X}\"/y\"", "{|  \"a\": \"${X}/y\"|}")]
    public void Json_is_json(string text, string expected) =>
        Assert.Equal(
            expected,
            string.Join('|', Merge(ConfigFormat.Json, null, ("One", text)).Lines.Select(l => l.Code))
        );

    [Fact]
    public void In_json_a_note_tells_of_the_variable_over_a_default()
    {
        var line = Merge(ConfigFormat.Json, null, ("One", "port = 80"), ("Two", "port = ${?PORT}")).Lines[1];
        Assert.Equal(
            ("  \"port\": 80", "One", "${?PORT} from Two if the variable is set"),
            (line.Code, line.Source, line.Note)
        );
        Assert.Equal(
            "Omitted if the variable is not set",
            Merge(ConfigFormat.Json, null, ("One", "port = ${?PORT}")).Lines[1].Note
        );
    }

    [Fact]
    public void A_long_list_stands_line_by_line()
    {
        var list = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"\"element {i}\""));
        Assert.Equal(
            ["a = [", "  \"element 0\",", "  \"element 29\"", "]"],
            Lines(("One", $"a = [{list}]"))
                .Select(l => l.Code)
                .Where(c =>
                    !c.Contains("element", StringComparison.Ordinal)
                    || c.Contains(" 0", StringComparison.Ordinal)
                    || c.Contains(" 29", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void A_pasted_file_lies_below_the_vaults()
    {
        var (lines, problem) = Merge(
            ConfigFormat.Hocon,
            "api { web_server = \"http://x\" }\nagent.git_user = mia # mine\r\nagent.git_pass = hunter22",
            ("One", "agent.git_user = bot")
        );
        Assert.Null(problem);
        Assert.Equal(
            "api {|  web_server = \"http://x\" <clearml.conf|}|agent {|  git_user = \"bot\" <One >clearml.conf|  "
                + "git_pass = \"********\" <clearml.conf|}",
            Show(lines)
        );
        Assert.Null(lines[1].VaultId);
    }

    [Theory]
    [InlineData("a = 1\nb = [", "Line 2, column")]
    [InlineData("a = ${b.c}", "Line 1, column 5")]
    [InlineData("include \"/etc/passwd\"", "Line 1, column")]
    [InlineData("[1, 2]", "not a clearml.conf file")]
    public void A_pasted_file_with_errors_is_left_out_and_says_why(string local, string expected)
    {
        var (lines, problem) = Merge(ConfigFormat.Hocon, local, ("One", "a = 2"));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Equal("a = 2 <One", Show(lines));
    }

    [Fact]
    public void A_pasted_file_that_is_too_large_is_not_read() =>
        Assert.Contains(
            "256 KB",
            Merge(ConfigFormat.Hocon, new string('a', EffectiveConfiguration.MaxLocalBytes + 1)).Problem,
            StringComparison.Ordinal
        );

    [Fact]
    public void Nothing_gives_no_lines() => Assert.Empty(Lines(("One", "")));

    internal static IReadOnlyList<EffectiveLine> Lines(params (string Name, string Text)[] vaults) =>
        Merge(ConfigFormat.Hocon, null, vaults).Lines;

    private static (IReadOnlyList<EffectiveLine> Lines, string? Problem) Merge(
        ConfigFormat format,
        string? local,
        params (string Name, string Text)[] vaults
    ) => EffectiveConfiguration.Merge([.. vaults.Select(Served)], local, format);

    private static ServedVault Served((string Name, string Text) vault)
    {
        var report = VaultCheck.Check(vault.Text, ConfigFormat.Hocon);
        Assert.True(report.MayBeSaved, string.Join('\n', report.Findings));
        return new(
            Guid.NewGuid(),
            vault.Name,
            VaultScope.Organization,
            [],
            null,
            VaultTarget.Client,
            default,
            report.ForClients!,
            VaultMask.MarkedPaths(vault.Text, ConfigFormat.Hocon)
        );
    }

    private static string Show(params (string Name, string Text)[] vaults) => Show(Lines(vaults));

    private static string Show(IReadOnlyList<EffectiveLine> lines) =>
        string.Join(
            '|',
            lines.Select(l =>
                l.Code
                + (l.Source is null ? "" : $" <{l.Source}")
                + (l.Overrode.Count == 0 ? "" : $" >{string.Join(',', l.Overrode)}")
            )
        );
}
