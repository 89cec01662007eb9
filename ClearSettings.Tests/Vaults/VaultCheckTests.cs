using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using ClearSettings.Tests.Hocon;

namespace ClearSettings.Tests.Vaults;

public sealed class VaultCheckTests
{
    [Theory]
    [InlineData("a = ${agent.foo}", "unresolved", 1, 5, "a")]
    [InlineData("a = 1\ninclude \"x\"", "include-refused", 2, 1, "")]
    [InlineData("a { include file(\"/etc/passwd\") }", "include-refused", 1, 5, "a")]
    [InlineData("a = ${b}\nb = ${a}", "cycle", 2, 5, "b")]
    [InlineData("\"\" = 1", "empty-key", 1, 6, "\"\"")]
    [InlineData("a { \"b\\\"c\" = 1 }", "unreadable-key", 1, 14, "a.\"b\\\"c\"")]
    [InlineData("a = [x, ${?X}]", "optional-in-list", 1, 9, "a")]
    [InlineData("sdk.aws { s3 { region = ${?R} } }\nsdk.aws = ${?A}", "object-override", 2, 11, "sdk.aws")]
    [InlineData("a = 1, a = ${?A}\na = ${?B}", "several-overrides", 2, 5, "a")]
    [InlineData("a = ${?A}\" \"${?B}\na = ${?C}", "joined-default", 2, 5, "a")]
    [InlineData("a = 1e999", "number-range", 1, 5, "a")]
    [InlineData("agent.cuda_version = 0", "machine-key", 1, 1, "agent.cuda_version")]
    [InlineData("agent { cudnn_version = 0 }", "machine-key", 1, 9, "agent.cudnn_version")]
    [InlineData("agent { default_python = \"3.10\" }", "machine-key", 1, 9, "agent.default_python")]
    [InlineData("agent.worker_id = x", "machine-key", 1, 1, "agent.worker_id")]
    [InlineData("agent.worker_name = x", "machine-key", 1, 1, "agent.worker_name")]
    [InlineData("agent.debug = true", "machine-key", 1, 1, "agent.debug")]
    [InlineData("agent {\n  \"worker_id\" : {\n  }\n}", "machine-key", 2, 3, "agent.worker_id")]
    [InlineData("agent { worker_name { a = 1 } }", "machine-key", 1, 9, "agent.worker_name")]
    [InlineData("agent.debug += true", "machine-key", 1, 1, "agent.debug")]
    [InlineData("agent { debug =\n  true }", "machine-key", 2, 3, "agent.debug")]
    [InlineData("a = C:\\tmp", "unquoted-backslash", 1, 7, "a")]
    [InlineData("[1, 2]", "root-no-object", 1, 1, "")]
    public void What_clients_would_trip_over_is_an_error(string text, string code, int line, int column, string path)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        Assert.False(report.MayBeSaved);
        var finding = report.Findings.First(f => f.Severity == Severity.Error);
        Assert.Equal((code, new Position(line, column), path), (finding.Code, finding.Start, finding.Path));
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFFagent.git_user = x", "Remove it", "agent.git_user = x")]
    [InlineData(
        "agent.git_user\u00A0=\u00A0\u00A0x # a\u00A0b\nagent.git_pass = \"y\u00A0z\"\u2003",
        "Replace all",
        "agent.git_user =  x # a\u00A0b\nagent.git_pass = \"y\u00A0z\" "
    )]
    public void What_clients_refuse_in_a_file_is_fixed_with_one_button(string text, string words, string mended)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        Assert.True(report.MayBeSaved);
        var fix = VaultFix.For(report.Findings[0], text, ConfigFormat.Hocon, VaultTarget.Client);
        Assert.Equal((words, mended), (fix?.Label, fix?.Apply(text)));
        Assert.Empty(VaultCheck.Check(mended, ConfigFormat.Hocon).Findings);
    }

    [Theory]
    [InlineData("a = ${HOME}", "required-variable", "{\"a\":${HOME}}")]
    [InlineData("a = \"x\"${HOME}", "required-variable", "{\"a\":\"x\"${HOME}}")]
    [InlineData("a = [${HOME}]", "required-variable", "{\"a\":[${HOME}]}")]
    [InlineData("a = 1, a = ${?b.c}", "undefined", "{\"a\":1}")]
    [InlineData("\"agent.git_user\" = x", "dotted-key", "{\"agent.git_user\":\"x\"}")]
    [InlineData("\"a:b\" = x", "special-key", "{\"a:b\":\"x\"}")]
    [InlineData("python = 3.10", "number-text", "{\"python\":3.10}")]
    [InlineData("x = [1e3]", "number-text", "{\"x\":[1e3]}")]
    [InlineData("x = -0", "number-text", "{\"x\":-0}")]
    [InlineData("environment { A = 0 }", "environment-value", "{\"environment\":{\"A\":0}}")]
    [InlineData("environment.A = false", "environment-value", "{\"environment\":{\"A\":false}}")]
    [InlineData("environment.A = true", "environment-value", "{\"environment\":{\"A\":true}}")]
    [InlineData("environment.A = null", "environment-value", "{\"environment\":{\"A\":null}}")]
    [InlineData("environment.A = 1e3", "environment-value", "{\"environment\":{\"A\":1e3}}")]
    [InlineData("environment.A = [1]", "environment-value", "{\"environment\":{\"A\":[1]}}")]
    [InlineData("url = http://h:80", "unquoted-colon", "{\"url\":\"http://h:80\"}")]
    public void What_may_surprise_is_a_warning_and_may_be_saved(string text, string code, string forClients)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        var finding = Assert.Single(Told(report));
        Assert.Equal((Severity.Warning, code), (finding.Severity, finding.Code));
        Assert.NotNull(finding.Fix);
        Assert.Equal(forClients, report.ForClients);
        WriterRules.Check(report.ForClients!);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("# only a comment", "")]
    [InlineData(
        "sdk.storage.cache { default_base_dir = ${?CACHE_DIR} }",
        "{\"sdk\":{\"storage\":{\"cache\":{\"default_base_dir\":${?CACHE_DIR}}}}}"
    )]
    [InlineData(
        "environment { A = x, B = \"0\", C = 5, D = 1.5, E = ${?E} }",
        "{\"environment\":{\"A\":\"x\",\"B\":\"0\",\"C\":5,\"D\":1.5,\"E\":${?E}}}"
    )]
    [InlineData(
        "agent { reload_config = true, git_user = x }",
        "{\"agent\":{\"reload_config\":true,\"git_user\":\"x\"}}"
    )]
    [InlineData(
        "files.other { debug = true, cuda_version = 1 }",
        "{\"files\":{\"other\":{\"debug\":true,\"cuda_version\":1}}}"
    )]
    public void A_sound_vault_passes_without_a_word(string text, string forClients)
    {
        var report = VaultCheck.Check(text, ConfigFormat.Hocon);
        Assert.Empty(report.Findings.Select(f => f.ToString()));
        Assert.Equal(forClients, report.ForClients);
    }

    [Fact]
    public void Json_and_yaml_keep_what_looks_like_a_reference_as_text()
    {
        Assert.Equal("{\"a\":\"${HOME}\"}", VaultCheck.Check("{\"a\": \"${HOME}\"}", ConfigFormat.Json).ForClients);
        Assert.Equal("{\"a\":\"${HOME}\"}", VaultCheck.Check("a: ${HOME}", ConfigFormat.Yaml).ForClients);
        Assert.Equal("", VaultCheck.Check("", ConfigFormat.Yaml).ForClients);
        Assert.Equal("dotted-key", Assert.Single(VaultCheck.Check("a.b: x", ConfigFormat.Yaml).Findings).Code);
        Assert.Equal("yaml-number-text", Assert.Single(Told(VaultCheck.Check("python: 3.10", ConfigFormat.Yaml))).Code);
    }

    [Fact]
    public void Size_is_that_of_the_text_for_clients()
    {
        Assert.Empty(Told(VaultCheck.Check($"a = \"{new string('x', 32 * 1024 - 8)}\"", ConfigFormat.Hocon)));
        var large = VaultCheck.Check($"a = \"{new string('x', 32 * 1024 - 7)}\"", ConfigFormat.Hocon);
        Assert.Equal(
            (Severity.Warning, "vault-large", true),
            (large.Findings[0].Severity, large.Findings[0].Code, large.MayBeSaved)
        );
        var tooLarge = VaultCheck.Check($"a = \"{new string('é', 128 * 1024)}\"", ConfigFormat.Hocon);
        Assert.Equal(
            (Severity.Error, "vault-too-large", false),
            (tooLarge.Findings[0].Severity, tooLarge.Findings[0].Code, tooLarge.MayBeSaved)
        );
        Assert.True(VaultCheck.Check("# " + new string('x', 300 * 1024) + "\na = 1", ConfigFormat.Hocon).MayBeSaved);
    }

    [Fact]
    public void Twenty_levels_pass_and_twenty_one_do_not()
    {
        static string Nested(int levels) =>
            string.Concat(Enumerable.Repeat("a { ", levels - 1)) + "x = 1" + new string('}', levels - 1);
        Assert.True(VaultCheck.Check(Nested(20), ConfigFormat.Hocon).MayBeSaved);
        Assert.Equal("too-deep", Assert.Single(Told(VaultCheck.Check(Nested(21), ConfigFormat.Hocon))).Code);
    }

    [Fact]
    public void An_include_is_refused_even_where_a_resolver_found_it()
    {
        var document = Document.Parse(
            "a = 1\nb { include \"x\" }",
            new ParseOptions { IncludeResolver = new Anything() }
        );
        Assert.False(document.HasErrors);
        var report = VaultCheck.Check(document);
        Assert.Equal(("include-refused", 2), (Assert.Single(report.Findings).Code, report.Findings[0].Start.Line));
        Assert.False(report.MayBeSaved);
    }

    [Fact]
    public void All_is_told_at_once_in_the_order_of_the_text()
    {
        var report = VaultCheck.Check(
            "agent.debug = true\nx = ${HOME}\n\"\" = 1\ny = [${?Y}]\nz = 1.10",
            ConfigFormat.Hocon
        );
        Assert.Equal(
            ["machine-key", "required-variable", "empty-key", "optional-in-list", "number-text"],
            Told(report).Select(f => f.Code)
        );
        Assert.Null(report.ForClients);
    }

    /// <summary>All but that the keys of these texts are made up.</summary>
    private static IEnumerable<Finding> Told(VaultReport report) => report.Findings.Where(f => f.Code != "unknown-key");

    private sealed class Anything : IIncludeResolver
    {
        public IReadOnlyList<IncludedText> Find(IncludeRequest request) => [new("secret = 1", request.Name)];
    }
}
