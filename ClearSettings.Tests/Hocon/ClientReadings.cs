using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>The table of what the clients' real parser read from served texts in several environments. It is no part of
/// this repository: it is looked for as shared/pyhocon-environment.jsonl beside a folder above the sources.</summary>
public static class ClientReadings
{
    private const string File = "pyhocon-environment.jsonl";

    /// <summary>The table; skips the test, with the reason, where it is absent.</summary>
    public static IReadOnlyList<Line> OrSkip()
    {
        for (var folder = new DirectoryInfo(SourceTree.Root).Parent; folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", File);
            if (System.IO.File.Exists(candidate))
                return [.. System.IO.File.ReadLines(candidate).Select(Line.From)];
        }
        Assert.Skip($"The table of client readings is not here: no folder above {SourceTree.Root} has shared/{File}.");
        return [];
    }

    /// <summary>One text with its readings.</summary>
    public sealed record Line(string Text, IReadOnlyList<Reading> Reads)
    {
        /// <summary>A writer of any version could have written it: of several fields with one key, all but the first
        /// are optional references.</summary>
        public bool IsOfServedForm => IsServed(Document.Parse(Text).Root);

        public static Line From(string json)
        {
            var line = JsonSerializer.Deserialize<JsonElement>(json);
            return new(
                line.GetProperty("text").GetString()!,
                [.. line.GetProperty("reads").EnumerateArray().Select(Reading.From)]
            );
        }
    }

    private static bool IsServed(Node node) =>
        node switch
        {
            ObjectNode fields => fields.Fields.All(f => IsServed(f.Value))
                && fields.Fields.GroupBy(f => f.Path[0].Text).All(g => g.Skip(1).All(f => IsOptional(f.Value))),
            ListNode list => list.Items.All(IsServed),
            _ => true,
        };

    private static bool IsOptional(Node node) =>
        node is ReferenceNode { Optional: true } || (node is ConcatNode concat && concat.Pieces.All(IsOptional));

    /// <summary>What was read in one environment: a value, or why there is none.</summary>
    public sealed record Reading(IReadOnlyDictionary<string, string> Environment, JsonNode? Value, bool Hangs)
    {
        public static Reading From(JsonElement json) =>
            new(
                json.GetProperty("env").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!),
                json.TryGetProperty("value", out var value) ? JsonNode.Parse(value.GetRawText()) : null,
                json.TryGetProperty("hang", out _)
            );

        /// <summary>"hangs", "error", or the value as JSON.</summary>
        public string Shown => Hangs ? "hangs" : Value?.ToJsonString() ?? "error";

        /// <summary>The same for the model.</summary>
        public static Reading OfModel(string text, IReadOnlyDictionary<string, string> environment)
        {
            try
            {
                return new(environment, ClientParser.Read(text, environment), false);
            }
            catch (ClientErrorException)
            {
                return new(environment, null, false);
            }
            catch (ClientHangException)
            {
                return new(environment, null, true);
            }
        }

        public bool IsSameAs(Reading other) => Hangs == other.Hangs && JsonNode.DeepEquals(Value, other.Value);
    }
}
