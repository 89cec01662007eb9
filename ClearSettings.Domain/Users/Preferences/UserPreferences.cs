using System.Text.Json;
using System.Text.Json.Nodes;
using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Users.Preferences;

/// <summary>
/// The free-form tree that web interfaces keep for a person (docs/protocol.md#preferences): each top-level key is a
/// dotted path, whose value replaces what is there. An administrator who impersonates the user may change it too, which
/// is in the audit log.
/// </summary>
public sealed class UserPreferences(ClearSettingsDb db, Change change, IOptions<PreferenceSettings> settings)
{
    /// <summary>Code of the refusal of a path, or of what would be at it.</summary>
    public const string BadPath = "bad_path";

    /// <summary>Code of the refusal of a key in a value.</summary>
    public const string BadKey = "bad_key";

    /// <summary>Of the whole tree as JSON text, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Levels of the tree, and parts of a path.</summary>
    public const int MaxDepth = 24;

    // A path in a message is cut to this.
    private const int ShownPath = 100;

    // In the audit log.
    private const int ShownPaths = 10;

    // Deeper trees may be stored by an earlier version of the program.
    private static readonly JsonDocumentOptions Stored = new() { MaxDepth = 2_000 };

    /// <summary>The whole tree, with what the server's configuration decides in place of the user's choice.</summary>
    public Task<JsonObject> ReadAsync() => ReadAsync(change.Current.UserId);

    /// <summary>What of the tree the Configuration page shows.</summary>
    public Task<PersonalSettings> ReadSettingsAsync() => ReadSettingsAsync(change.Current.UserId);

    /// <param name="user">Who is just signing in, or is the caller.</param>
    public async Task<PersonalSettings> ReadSettingsAsync(Guid user) => PersonalSettings.Read(await ReadAsync(user));

    /// <summary>Changes what the Configuration page shows, and leaves the rest of the tree as it is.</summary>
    /// <param name="edit">Gets the settings as they are when nobody else can change them.</param>
    public async Task<Result> SaveAsync(Func<PersonalSettings, PersonalSettings> edit) =>
        await RunAsync(tree =>
        {
            var before = PersonalSettings.Read(tree);
            return edit(before).GetChanges(before, tree).Select(c => (c.Key.Split('.'), c.Value));
        });

    /// <returns>The whole new tree, or null when nothing changed.</returns>
    public async Task<Result<JsonObject?>> SetAsync(JsonObject changes)
    {
        List<(string[] Path, JsonNode? Value)> checkedChanges = [];
        foreach (var (path, value) in changes)
        {
            if (CheckPath(path, out var parts) is { } badPath)
                return Result<JsonObject?>.Refuse(BadPath, "", badPath);
            if (CheckKeys(parts, value) is { } badKey)
                return Result<JsonObject?>.Refuse(BadKey, "", badKey);
            if (parts.Length + GetDepth(value) > MaxDepth)
                return Result<JsonObject?>.Refuse(
                    BadPath,
                    "",
                    $"The value at “{Short(path)}” is nested too deeply. The maximum is {MaxDepth} levels."
                );
            checkedChanges.Add((parts, value));
        }
        return await RunAsync(_ => checkedChanges);
    }

    private Task<Result<JsonObject?>> RunAsync(
        Func<JsonObject, IEnumerable<(string[] Path, JsonNode? Value)>> changes
    ) =>
        !change.Current.Can(Permission.EditOwnPreferences)
            ? Task.FromResult(Result<JsonObject?>.NotFound("You cannot change the preferences of this user."))
            : change.RunAsync(Permission.EditOwnPreferences, () => PutAsync(changes));

    private async Task<Result<JsonObject?>> PutAsync(
        Func<JsonObject, IEnumerable<(string[] Path, JsonNode? Value)>> getChanges
    )
    {
        var user = await db.Users.SingleAsync(u => u.Id == change.Current.UserId);
        var tree = Parse(user.Preferences);
        var changes = getChanges(tree).ToList();
        foreach (var (path, value) in changes)
        {
            if (Put(tree, path, value) is { } badPath)
                return Result<JsonObject?>.Refuse(BadPath, "", badPath);
        }
        var text = tree.ToJsonString();
        if (text.Length > MaxLength)
            return Result<JsonObject?>.Refuse(BadPath, "", $"The preferences are larger than {MaxLength / 1024} KB.");
        if (text == user.Preferences || JsonNode.DeepEquals(tree, Parse(user.Preferences)))
            return (JsonObject?)null;
        user.SetPreferences(text);
        var keys = string.Join(", ", changes.Take(ShownPaths).Select(c => Short(string.Join('.', c.Path))));
        if (change.Current.Principal.Actor is not null)
            change.Audit.Record(AuditKind.PreferencesChanged, user.Name, AuditEvent.TruncateDetail(keys));
        return Enforce(tree);
    }

    private async Task<JsonObject> ReadAsync(Guid user) =>
        Enforce(Parse(await db.Users.Where(u => u.Id == user).Select(u => u.Preferences).SingleAsync()));

    private JsonObject Enforce(JsonObject tree)
    {
        if (settings.Value.BlockUserScripts)
            PersonalSettings.BlockScripts(tree);
        return tree;
    }

    private static JsonObject Parse(string text)
    {
        var tree = JsonNode.Parse(text, documentOptions: Stored)!.AsObject();
        Prune(tree, MaxDepth);
        return tree;
    }

    // What is nested deeper could be stored once, and could then be neither read nor replaced.
    private static void Prune(JsonNode? node, int levels)
    {
        switch (node)
        {
            case JsonObject map when levels == 0:
                map.Clear();
                break;
            case JsonArray list when levels == 0:
                list.Clear();
                break;
            case JsonObject map:
                foreach (var (_, value) in map)
                    Prune(value, levels - 1);
                break;
            case JsonArray list:
                foreach (var item in list)
                    Prune(item, levels - 1);
                break;
        }
    }

    private static int GetDepth(JsonNode? node) =>
        node switch
        {
            JsonObject map => 1 + map.Select(m => GetDepth(m.Value)).DefaultIfEmpty().Max(),
            JsonArray list => 1 + list.Select(GetDepth).DefaultIfEmpty().Max(),
            _ => 0,
        };

    private static string Short(string path) => TextLimits.Shorten(path, ShownPath + 1);

    // Counted first: a path can be as long as the body.
    private static string? CheckPath(string path, out string[] parts)
    {
        parts = [];
        if (path.AsSpan().Count('.') >= MaxDepth)
            return $"The path “{Short(path)}” has more than {MaxDepth} parts.";
        parts = path.Split('.');
        return parts.Any(part => part.Length == 0) ? $"The path “{Short(path)}” has an empty part." : null;
    }

    private static string? Put(JsonObject tree, string[] segments, JsonNode? value)
    {
        var path = Short(string.Join('.', segments));
        JsonNode node = tree;
        foreach (var segment in segments[..^1])
        {
            var next = Child(node, segment);
            if (next is null && node is JsonObject parent)
                parent[segment] = next = new JsonObject();
            if (next is not (JsonObject or JsonArray))
                return $"The path “{path}” goes through “{segment}”, which is not an object.";
            node = next;
        }
        return PutLeaf(node, segments[^1], value?.DeepClone())
            ? null
            : $"The path “{path}” does not match the list on its way.";
    }

    private static JsonNode? Child(JsonNode node, string segment) =>
        node switch
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
        if (node is not JsonArray list || !int.TryParse(segment, out var i) || i < 0 || i >= list.Count)
            return false;
        list[i] = value;
        return true;
    }

    private static string? CheckKeys(string[] path, JsonNode? value)
    {
        if (path.FirstOrDefault(part => part.StartsWith('$')) is { } part)
            return $"The key “{Short(part)}” begins with $.";
        return value switch
        {
            JsonObject map => map.Select(m =>
                    m.Key.StartsWith('$') || m.Key.Contains('.')
                        ? $"The key “{Short(m.Key)}” holds a dot or begins with $."
                        : CheckKeys([], m.Value)
                )
                .FirstOrDefault(p => p is not null),
            JsonArray list => list.Select(item => CheckKeys([], item)).FirstOrDefault(p => p is not null),
            _ => null,
        };
    }
}
