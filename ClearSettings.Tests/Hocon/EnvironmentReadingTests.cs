using System.Text.Json.Nodes;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>What the clients read from a served text is what the specification says of the author's text, whatever the
/// environment.</summary>
public sealed class EnvironmentReadingTests(ITestOutputHelper output)
{
    private const int Texts = 4000;

    [Fact]
    public void An_accepted_text_of_the_table_is_read_right_in_every_environment()
    {
        var lines = ClientReadings.OrSkip();
        var real = lines.ToDictionary(l => l.Text, l => l.Reads);
        var (accepted, compared) = (0, 0);
        foreach (var line in lines)
        {
            if (Served(line.Text) is not { } served)
                continue;
            accepted++;
            foreach (
                var reading in real.GetValueOrDefault(served)
                    ?? [.. line.Reads.Select(r => ClientReadings.Reading.OfModel(served, r.Environment))]
            )
            {
                compared++;
                Assert.Null(Difference(line.Text, served, reading));
            }
        }
        output.WriteLine($"{accepted} of {lines.Count} texts are accepted, {compared} readings are right");
        Assert.InRange(accepted, 400, lines.Count);
    }

    [Fact]
    public void Random_accepted_texts_are_read_right_in_every_environment()
    {
        var (accepted, refused) = (0, new Dictionary<string, int>());
        List<string> problems = [];
        for (var seed = 0; seed < Texts; seed++)
        {
            var text = new EnvironmentTexts(new Random(seed)).Next(1 + (seed % 6));
            if (Served(text, refused) is not { } served)
                continue;
            accepted++;
            problems.AddRange(
                EnvironmentTexts
                    .Environments.Select(e => Difference(text, served, ClientReadings.Reading.OfModel(served, e)))
                    .OfType<string>()
                    .Take(1)
            );
        }
        output.WriteLine(
            $"{accepted} of {Texts} accepted; refused: {string.Join(", ", refused.Select(r => $"{r.Key} {r.Value}"))}"
        );
        Assert.True(
            problems.Count == 0,
            $"{problems.Count} problems\n{string.Join("\n", problems.OrderBy(p => p.Length).Take(10))}"
        );
        Assert.InRange(accepted, Texts / 5, Texts);
    }

    [Theory]
    [InlineData("x = d, x = ${?A}", "{\"x\":\"d\",\"x\":${?A}}")]
    [InlineData("x = d, x = ${?A}, x = ${?A}", "{\"x\":\"d\",\"x\":${?A}}")]
    [InlineData("x = d, x = ${?B}, x = ${R}, x = ${?A}", "{\"x\":${R},\"x\":${?A}}")]
    [InlineData("x = d, x = ${?A}, x = ${?B}/y", "{\"x\":${?B}\"/y\"}")]
    [InlineData("x = d, x = ${?A}${?B}${?C}", "{\"x\":\"d\",\"x\":${?A}${?B}${?C}}")]
    [InlineData("x = ${?A}${?B}, y = ${?C}", "{\"x\":${?A}${?B},\"y\":${?C}}")]
    [InlineData("x = pre-${?A}, x = ${?B}, y = ${?C}", "{\"x\":\"pre-\"${?A},\"x\":${?B},\"y\":${?C}}")]
    [InlineData("a { x = ${R}/${?B}, x = ${?C} }, y = ${?A}", "{\"a\":{\"x\":${R}\"/\"${?B},\"x\":${?C}},\"y\":${?A}}")]
    [InlineData(
        "x = [1, {y = d, y = ${?A}}, ${R}], x = ${?B}",
        "{\"x\":[1,{\"y\":\"d\",\"y\":${?A}},${R}],\"x\":${?B}}"
    )]
    [InlineData(
        "s3 { region = ${?A}, key = k }, s3.key = ${?B}",
        "{\"s3\":{\"region\":${?A},\"key\":\"k\",\"key\":${?B}}}"
    )]
    [InlineData(
        "clearsettings = d, x = [\"\", ${R}]",
        "{\"clearsettings\":\"d\",\"x\":[${?clearsettings_.empty}\"\",${R}]}"
    )]
    [InlineData(
        "clearsettings { empty = d }, x = [\"\"]",
        "{\"clearsettings\":{\"empty\":\"d\"},\"x\":[${?clearsettings_.empty}\"\"]}"
    )]
    public void These_are_served_and_read_right_in_every_environment(string text, string served)
    {
        Assert.Equal(served, Served(text));
        Assert.All(
            EnvironmentTexts.Environments,
            e => Assert.Null(Difference(text, served, ClientReadings.Reading.OfModel(served, e)))
        );
    }

    /// <param name="unsafeText">What would be served without the rule.</param>
    [Theory]
    [InlineData(
        "sdk.aws { s3 { region = ${?A} } }\nsdk.aws = ${?B}",
        "object-override",
        2,
        11,
        "{\"sdk\":{\"aws\":{\"s3\":{\"region\":${?A}}},\"aws\":${?B}}}"
    )]
    [InlineData("own { k = 1 }\nown = ${?B}", "object-override", 2, 7, "{\"own\":{\"k\":1},\"own\":${?B}}")]
    [InlineData(
        "l = [{ x { y = ${?A} }, x = ${?B} }]",
        "object-override",
        1,
        29,
        "{\"l\":[{\"x\":{\"y\":${?A}},\"x\":${?B}}]}"
    )]
    [InlineData("x = d, x = ${?A}\nx = ${?B}", "several-overrides", 2, 5, "{\"x\":\"d\",\"x\":${?A},\"x\":${?B}}")]
    [InlineData("x = ${?A}\nx = ${?B}", "several-overrides", 2, 5, "{\"x\":${?A},\"x\":${?B}}")]
    [InlineData(
        "a { x = d, x = ${?A}\nx = ${?B} }",
        "several-overrides",
        2,
        5,
        "{\"a\":{\"x\":\"d\",\"x\":${?A},\"x\":${?B}}}"
    )]
    [InlineData(
        "l = [{ x = d, x = ${?A}\nx = ${?B} }]",
        "several-overrides",
        2,
        5,
        "{\"l\":[{\"x\":\"d\",\"x\":${?A},\"x\":${?B}}]}"
    )]
    [InlineData(
        "own = ${?A}\" \"${?B}\nown = ${?C}",
        "joined-default",
        2,
        7,
        "{\"own\":${?A}\" \"${?B},\"own\":${?C}}"
    )]
    [InlineData(
        "x = ${R}/${?B}, x = ${?C}, y = ${?A}",
        "joined-default",
        1,
        21,
        "{\"x\":${R}\"/\"${?B},\"x\":${?C},\"y\":${?A}}"
    )]
    [InlineData("x = ${?A}${?B}${?C}, y = ${?A}", "joined-override", 1, 5, "{\"x\":${?A}${?B}${?C},\"y\":${?A}}")]
    [InlineData("x = null, x = ${?A}", "null-default", 1, 15, "{\"x\":null,\"x\":${?A}}")]
    [InlineData("x = [${?A}]", "optional-in-list", 1, 6, "{\"x\":[${?A}]}")]
    public void These_are_refused_since_clients_would_misread_them(
        string text,
        string code,
        int line,
        int column,
        string unsafeText
    )
    {
        var finding = Assert
            .Single(
                CanonicalWriter.Write(Resolver.Resolve(Document.Parse(text), new() { Partial = true }).Value).Findings
            )
            .Finding;
        Assert.Equal(
            (Severity.Error, code, new Position(line, column)),
            (finding.Severity, finding.Code, finding.Start)
        );
        Assert.NotNull(finding.Fix);
        Assert.Contains(
            EnvironmentTexts.Environments,
            e => Difference(text, unsafeText, ClientReadings.Reading.OfModel(unsafeText, e)) is not null
        );
    }

    private static string? Served(string text, Dictionary<string, int>? refused = null)
    {
        var resolved = Resolver.Resolve(Document.Parse(text), new() { Partial = true });
        var written = resolved.HasErrors ? null : CanonicalWriter.Write(resolved.Value);
        foreach (
            var code in (written?.Findings ?? resolved.Findings)
                .Where(f => f.Finding.Severity == Severity.Error)
                .Select(f => f.Finding.Code)
                .Distinct()
        )
        {
            if (refused is not null)
                refused[code] = refused.GetValueOrDefault(code) + 1;
        }
        return written?.Text;
    }

    private static string? Difference(string text, string served, ClientReadings.Reading client)
    {
        var specified = Resolver.Resolve(Document.Parse(text), new() { Environment = client.Environment });
        // Where a required variable is missing, the specification knows no value. The client drops the text (authors
        // are warned of that), or reads what a newer value gives.
        var isMissing = !client.Environment.ContainsKey("R") && served.Contains("${R}", StringComparison.Ordinal);
        if (!client.Hangs && (specified.HasErrors || (isMissing && client.Value is null)))
            return null;
        var value = specified.HasErrors ? null : JsonNode.Parse(PrettyWriter.JsonLine(specified.Value));
        if (!client.Hangs && JsonNode.DeepEquals(client.Value, value))
            return null;
        return $"{text}\n  served {served}\n  with {string.Join(", ", client.Environment)}\n"
            + $"  reads {client.Shown}\n  instead of {value?.ToJsonString() ?? "an error"}";
    }
}
