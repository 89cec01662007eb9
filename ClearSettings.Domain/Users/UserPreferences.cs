using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// The free-form tree that web interfaces keep for a person (contract 7, users.set_preferences): each top-level key is a dotted path,
/// whose value replaces what is there.
/// </summary>
public sealed class UserPreferences(ClearSettingsDb db, Current current)
{
    /// <summary>Of the whole tree as JSON text, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    public async Task<JsonObject> ReadAsync() => Parse(await db.Users.Where(u => u.Id == current.UserId).Select(u => u.Preferences).SingleAsync());

    /// <returns>The whole new tree, or null when nothing changed.</returns>
    public Task<Result<JsonObject?>> SetAsync(JsonObject changes) => db.WriteAsync(async () =>
    {
        var user = await db.Users.SingleAsync(u => u.Id == current.UserId);
        var tree = Parse(user.Preferences);
        foreach (var (path, value) in changes)
        {
            if (CheckKeys(path, value) is { } badKey) return Result<JsonObject?>.Refuse("Key", badKey);
            if (Put(tree, path, value) is { } badPath) return Result<JsonObject?>.Refuse("Path", badPath);
        }
        var text = tree.ToJsonString();
        if (text.Length > MaxLength) return Result<JsonObject?>.Refuse("Path", $"The preferences are larger than {MaxLength / 1024} KB.");
        if (text == user.Preferences || JsonNode.DeepEquals(tree, Parse(user.Preferences))) return (JsonObject?)null;
        user.SetPreferences(text);
        return (Result<JsonObject?>)tree;
    });

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();

    private static string? Put(JsonObject tree, string path, JsonNode? value)
    {
        var segments = path.Split('.');
        if (segments.Any(segment => segment.Length == 0)) return $"The path “{path}” has an empty part.";
        JsonNode node = tree;
        foreach (var segment in segments[..^1])
        {
            var next = Child(node, segment);
            if (next is null && node is JsonObject parent) parent[segment] = next = new JsonObject();
            if (next is not (JsonObject or JsonArray)) return $"The path “{path}” runs through “{segment}”, which holds a value.";
            node = next;
        }
        return PutLeaf(node, segments[^1], value?.DeepClone()) ? null : $"The path “{path}” does not fit the list it runs into.";
    }

    private static JsonNode? Child(JsonNode node, string segment) => node switch
    {
        JsonObject map => map[segment],
        JsonArray list when int.TryParse(segment, out var i) && i >= 0 && i < list.Count => list[i],
        _ => null,
    };

    private static bool PutLeaf(JsonNode node, string segment, JsonNode? value)
    {
        if (node is JsonObject map)
        {
            map[segment] = value;
            return true;
        }
        if (node is not JsonArray list || !int.TryParse(segment, out var i) || i < 0 || i >= list.Count) return false;
        list[i] = value;
        return true;
    }

    private static string? CheckKeys(string path, JsonNode? value)
    {
        if (path.Split('.').Any(part => part.StartsWith('$'))) return $"The key “{path}” begins with $.";
        return value switch
        {
            JsonObject map => map.Select(m => m.Key.StartsWith('$') || m.Key.Contains('.') ? $"The key “{m.Key}” holds a dot or begins with $." : CheckKeys("", m.Value)).FirstOrDefault(p => p is not null),
            JsonArray list => list.Select(item => CheckKeys("", item)).FirstOrDefault(p => p is not null),
            _ => null,
        };
    }
}
