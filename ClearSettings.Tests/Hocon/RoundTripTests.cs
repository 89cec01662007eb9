using System.Text.Json;
using ClearSettings.Domain.Hocon;
using CsCheck;

namespace ClearSettings.Tests.Hocon;

/// <summary>What a writer wrote is read as the same value.</summary>
public sealed class RoundTripTests
{
    private const int Trees = 3000;

    [Fact]
    public void Pretty_hocon_reads_back() =>
        RoundTripTrees.Plain.Sample(
            tree => Reads(tree, PrettyWriter.Hocon(tree), ConfigFormat.Hocon),
            iter: Trees,
            threads: 1
        );

    [Fact]
    public void Pretty_hocon_with_references_reads_back() =>
        RoundTripTrees.ForClients.Sample(
            tree => Reads(tree, PrettyWriter.Hocon(tree), ConfigFormat.Hocon),
            iter: Trees,
            threads: 1
        );

    [Fact]
    public void Json_reads_back_here_and_in_another_reader() =>
        RoundTripTrees.Plain.Sample(
            tree =>
            {
                foreach (var text in new[] { PrettyWriter.Json(tree), PrettyWriter.JsonLine(tree) })
                {
                    Reads(tree, text, ConfigFormat.Json);
                    Assert.Null(ConformanceExpected.Difference(tree, text));
                }
                Assert.Equal(-1, PrettyWriter.JsonLine(tree).AsSpan().IndexOfAnyInRange('\0', '\x1F'));
            },
            iter: Trees,
            threads: 1
        );

    [Fact]
    public void Yaml_reads_back() =>
        RoundTripTrees.Plain.Sample(
            tree => Reads(tree, YamlWriter.Write(tree), ConfigFormat.Yaml),
            iter: Trees,
            threads: 1
        );

    [Fact]
    public void The_text_for_clients_reads_back_and_obeys_every_rule() =>
        RoundTripTrees.ForClients.Sample(
            tree =>
            {
                var written = CanonicalWriter.Write(tree);
                Assert.True(written.Text is not null, string.Join('\n', written.Findings));
                WriterRules.Check(written.Text);
                // Raw control characters, which the specification does not allow in quotes, are what the clients need.
                Reads(tree, written.Text, ConfigFormat.Hocon, Strict with { Dialect = Dialect.ClearML });
            },
            iter: Trees,
            threads: 1
        );

    [Fact]
    public void Hocon_json_and_yaml_turn_into_each_other() =>
        RoundTripTrees.Plain.Sample(
            tree =>
            {
                var text = PrettyWriter.Hocon(tree);
                var format = ConfigFormat.Hocon;
                foreach (
                    var next in new[]
                    {
                        ConfigFormat.Json,
                        ConfigFormat.Yaml,
                        ConfigFormat.Hocon,
                        ConfigFormat.Yaml,
                        ConfigFormat.Json,
                        ConfigFormat.Hocon,
                    }
                )
                {
                    text = Convert(text, format, next);
                    format = next;
                    Reads(tree, text, format);
                }
            },
            iter: Trees / 3,
            threads: 1
        );

    private static string Convert(string text, ConfigFormat from, ConfigFormat to)
    {
        var written = Domain.Hocon.FormatConverter.To(to, ConfigFormats.Read(text, from, Strict));
        Assert.True(written.Text is not null, $"{from} to {to}: {string.Join('\n', written.Findings)}\n{text}");
        return written.Text;
    }

    private static ParseOptions Strict { get; } = new() { Dialect = Dialect.Strict };

    private static void Reads(ConfigValue tree, string text, ConfigFormat format, ParseOptions? options = null)
    {
        var document = ConfigFormats.Read(text, format, options ?? Strict);
        Assert.True(!document.HasErrors, $"{string.Join('\n', document.Findings)}\n{JsonSerializer.Serialize(text)}");
        var resolved = Resolver.Resolve(document, new ResolveOptions { Partial = true });
        Assert.True(!resolved.HasErrors, $"{string.Join('\n', resolved.Findings)}\n{text}");
        Assert.True(
            ConfigEquality.Instance.Equals(tree, resolved.Value),
            $"{format} reads otherwise:\n{text}\n"
                + (resolved.Value is ConfigObject value ? CanonicalWriter.Write(value).Text : "")
        );
    }
}
