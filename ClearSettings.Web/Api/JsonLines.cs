using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClearSettings.Web.Api;

/// <summary>
/// A body with one JSON object on each line, for actions that take long lists. It is read as one object with one list.
/// </summary>
internal static class JsonLines
{
    private static readonly string[] Types = ["application/x-ndjson", "application/jsonl", "application/x-jsonlines"];

    public static bool IsTypeOf(HttpRequest request) =>
        Types.Contains((request.ContentType ?? "").Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);

    /// <param name="body">UTF-8.</param>
    /// <param name="member">The name of the list.</param>
    /// <param name="maxValues">JSON tokens of all lines together.</param>
    public static (JsonObject? Members, ApiError? Error) Read(ReadOnlyMemory<byte> body, string member, int maxValues)
    {
        JsonArray items = [];
        var (number, values) = (0, 0);
        while (body.Length > 0)
        {
            number++;
            var end = body.Span.IndexOf((byte)'\n');
            var line = (end < 0 ? body : body[..end]).Trim(" \t\r"u8);
            body = end < 0 ? default : body[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (Parse(line, maxValues - values, out var count) is not { } item)
                return (null, ApiError.BadJson.With($"line {number} is not a JSON object"));
            if ((values += count) > maxValues)
                return (null, ApiError.Validation.With($"the body has more than {maxValues} values"));
            items.Add((JsonNode)item);
        }
        return (new JsonObject { [member] = items }, null);
    }

    private static JsonObject? Parse(ReadOnlyMemory<byte> line, int maxValues, out int count)
    {
        count = 0;
        try
        {
            count = ApiInput.CountValues(line.Span, maxValues);
            return count > maxValues ? [] : JsonNode.Parse(line.Span, documentOptions: ApiInput.Strict) as JsonObject;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
