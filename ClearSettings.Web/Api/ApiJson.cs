using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClearSettings.Web.Api;

/// <summary>
/// How the API reads and writes JSON: snake_case names, absent instead of null, ids as 32 hex digits, ISO 8601 UTC
/// times.
/// </summary>
public static class ApiJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = 64,
        Converters = { new IdConverter(), new LenientBool(), new ListOrOne() },
    };

    private sealed class IdConverter : JsonConverter<Guid>
    {
        public override Guid Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Domain.EntityId.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException("An id has 32 hex digits.");

        public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("N"));
    }

    // Query parameters arrive as text, and some clients send text in bodies too.
    private sealed class LenientBool : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
                _ => throw new JsonException("Not true or false."),
            };

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
            writer.WriteBooleanValue(value);
    }

    private sealed class ListOrOne : JsonConverter<string[]>
    {
        public override string[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return [reader.GetString()!];
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("Not a list of strings.");
            List<string> items = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(
                    reader.TokenType == JsonTokenType.String
                        ? reader.GetString()!
                        : throw new JsonException("Not a list of strings.")
                );
            return [.. items];
        }

        public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
    }
}
