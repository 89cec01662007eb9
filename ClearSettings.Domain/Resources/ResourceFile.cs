using System.Globalization;
using System.Text.Json;

namespace ClearSettings.Domain.Resources;

/// <summary>
/// The objects of a file. CSV has the heads type, id, name and parent (the ID of a project, optional) in any order.
/// JSON
/// lines have an object on each line, with the members that resources.upsert takes; see docs/access-rules.md#resources.
/// </summary>
/// <param name="Resources">At most one more than <see cref="ResourceRules.MaxBatch"/>; the rest is not read.</param>
/// <param name="Lines">The line of each, from 1.</param>
public sealed record ResourceFile(IReadOnlyList<ResourceDraft> Resources, IReadOnlyList<long> Lines)
{
    /// <summary>Field of the problems.</summary>
    public const string Field = "Text";

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 4 };

    /// <returns>Refused with the line where the text is neither.</returns>
    public static Result<ResourceFile> Parse(string text) =>
        text.AsSpan().TrimStart("\uFEFF \t\r\n") switch
        {
            [] => Refuse("Choose a file or paste the objects."),
            ['{', ..] => ParseLines(text.TrimStart('\uFEFF')),
            _ => ParseTable(text.TrimStart('\uFEFF')),
        };

    /// <summary>A refusal of the objects, with the line of each problem.</summary>
    public Result Locate(Result refused) => Result.Refuse([.. refused.Problems.Select(Locate)]);

    private Problem Locate(Problem problem)
    {
        var place = problem.Field.Split('[', ']');
        return place.Length == 3 && int.TryParse(place[1], CultureInfo.InvariantCulture, out var at) && at < Lines.Count
            ? new(Field, $"Line {Lines[at]:N0}: {problem.Message}")
            : problem with
            {
                Field = Field,
            };
    }

    private static Result<ResourceFile> ParseLines(string text)
    {
        List<ResourceDraft> resources = [];
        List<long> lines = [];
        using var reader = new StringReader(text);
        for (var line = 1; reader.ReadLine() is { } row && resources.Count <= ResourceRules.MaxBatch; line++)
        {
            if (string.IsNullOrWhiteSpace(row))
                continue;
            if (ReadObject(row) is not { } resource)
                return Refuse($"Line {line:N0} is not an object such as {{\"type\": \"task\", \"id\": …}}.");
            resources.Add(resource);
            lines.Add(line);
        }
        return new ResourceFile(resources, lines);
    }

    private static ResourceDraft? ReadObject(string row)
    {
        try
        {
            using var document = JsonDocument.Parse(row, Json);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root)
                return null;
            var hasParent = root.TryGetProperty("parent", out var parent) && parent.ValueKind != JsonValueKind.Null;
            var isObject = hasParent && parent.ValueKind == JsonValueKind.Object;
            return new()
            {
                Type = ReadText(root, "type"),
                Id = ReadText(root, "id"),
                Name = ReadText(root, "name"),
                ParentType = isObject ? ReadText(parent, "type") : null,
                ParentId =
                    isObject ? ReadText(parent, "id")
                    : hasParent && parent.ValueKind == JsonValueKind.String ? parent.GetString()
                    : null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReadText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Result<ResourceFile> ParseTable(string text)
    {
        var rows = new CsvReader(text);
        if (TableHead.Read(rows.ReadRow() ?? []) is not { } head)
            return Refuse("The first line must name the columns type, id and name, and can name parent.");
        List<ResourceDraft> resources = [];
        List<long> lines = [];
        while (resources.Count <= ResourceRules.MaxBatch && rows.ReadRow() is { } fields)
        {
            if (rows.IsOpen)
                return Refuse($"Line {rows.Line:N0} has a quote that is not closed.");
            resources.Add(head.ReadRow(fields));
            lines.Add(rows.Line);
        }
        return new ResourceFile(resources, lines);
    }

    private static Result<ResourceFile> Refuse(string message) => Result<ResourceFile>.Refuse(Field, message);

    /// <summary>Which column has what; -1 for none.</summary>
    private sealed record TableHead(int Type, int Id, int Name, int Parent)
    {
        public static TableHead? Read(string[] heads)
        {
            int Find(string name) => Array.FindIndex(heads, h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
            var head = new TableHead(Find("type"), Find("id"), Find("name"), Find("parent"));
            return head is { Type: >= 0, Id: >= 0, Name: >= 0 } ? head : null;
        }

        public ResourceDraft ReadRow(string[] fields)
        {
            string? Get(int column) => column >= 0 && column < fields.Length ? fields[column] : null;
            return new()
            {
                Type = Get(Type)?.ToLowerInvariant(),
                Id = Get(Id),
                Name = Get(Name),
                ParentId = Get(Parent) is { Length: > 0 } parent ? parent : null,
            };
        }
    }
}
