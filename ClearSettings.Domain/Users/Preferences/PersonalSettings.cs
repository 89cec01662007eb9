using System.Text.Json.Nodes;

namespace ClearSettings.Domain.Users.Preferences;

/// <summary>
/// The preferences that the Configuration page shows. They are part of the tree that <see cref="UserPreferences"/>
/// keeps, under the keys of ClearML's web interface (docs/protocol.md#preferences), so both show the same.
/// </summary>
public sealed record PersonalSettings
{
    /// <summary>Of the names of environment variables whose values are hidden.</summary>
    public const int MaxKeys = 100;

    /// <summary>Of the name of an environment variable, in characters.</summary>
    public const int MaxKeyLength = 200;

    private const int MaxTimeZoneLength = 64;
    private const string TipsPopup = "tip-of-the-day";

    /// <summary>Projects that ClearML uses for itself are shown among the others.</summary>
    public bool ShowHiddenProjects { get; init; }

    /// <summary>The examples that ClearML brings are not shown.</summary>
    public bool HideExamples { get; init; }

    /// <summary>Pages are scaled on screens with a high pixel density.</summary>
    public bool ScaleHighDpi { get; init; } = true;

    /// <summary>No tips are shown after signing in.</summary>
    public bool HideTips { get; init; }

    /// <summary>Scripts that a person's tasks produced do not run in the browser.</summary>
    public bool BlockUserScripts { get; init; }

    /// <summary>Whether values of <see cref="RedactedKeys"/> are hidden in container arguments.</summary>
    public bool RedactArguments { get; init; } = true;

    /// <summary>Names of environment variables; see <see cref="ContainerArguments"/>.</summary>
    public IReadOnlyList<string> RedactedKeys { get; init; } = ContainerArguments.DefaultKeys;

    /// <summary>"light", "dark", or null to follow the device.</summary>
    public string? Theme { get; init; }

    /// <summary>IANA name of the time zone in which times are shown; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>"month-first", "day-first" or "iso"; null for the first.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Whether this machine knows the time zone with that IANA name.</summary>
    public static bool IsTimeZone(string? id) =>
        id is { Length: > 0 and <= MaxTimeZoneLength } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);

    /// <summary>What of the tree has the expected type; the rest counts as not set.</summary>
    public static PersonalSettings Read(JsonObject tree)
    {
        var defaults = new PersonalSettings();
        return new()
        {
            ShowHiddenProjects = GetFlag(tree, "rootProjects", "showHidden") ?? defaults.ShowHiddenProjects,
            HideExamples = GetFlag(tree, "rootProjects", "hideExamples") ?? defaults.HideExamples,
            ScaleHighDpi = !(GetFlag(tree, "views", "disableHidpi") ?? !defaults.ScaleHighDpi),
            HideTips = GetPopups(tree).Contains(TipsPopup),
            BlockUserScripts = GetFlag(tree, "rootProjects", "blockUserScript") ?? defaults.BlockUserScripts,
            RedactArguments = GetFlag(tree, "views", "hideRedactedArguments") ?? defaults.RedactArguments,
            RedactedKeys = GetKeys(tree) ?? defaults.RedactedKeys,
            Theme = GetText(Get(tree, "views", "theme")) is ("light" or "dark") and var theme ? theme : null,
            TimeZone = GetText(Get(tree, "views", "timeZone")) is { } zone && IsTimeZone(zone) ? zone : null,
            DateFormat = GetText(Get(tree, "views", "dateFormat")) is ("month-first" or "day-first" or "iso") and var f
                ? f
                : null,
        };
    }

    /// <summary>Writes into the tree that scripts are blocked, whatever is there.</summary>
    internal static void BlockScripts(JsonObject tree)
    {
        if (tree["rootProjects"] is not JsonObject section)
            tree["rootProjects"] = section = [];
        section["blockUserScript"] = true;
    }

    /// <summary>
    /// The changes of the tree, path by path, that make it say this. What is the same in both is not written, so
    /// a value of another shape stays until someone changes that setting.
    /// </summary>
    /// <param name="before">What <see cref="Read"/> found in the tree.</param>
    internal IEnumerable<KeyValuePair<string, JsonNode?>> GetChanges(PersonalSettings before, JsonObject tree)
    {
        List<KeyValuePair<string, JsonNode?>> changes =
        [
            .. Write(tree)
                .Zip(before.Write(tree))
                .Where(v => !JsonNode.DeepEquals(v.First.Value, v.Second.Value))
                .Select(v => v.First),
        ];
        // A section that holds something else was written by a program that knows other preferences.
        return changes
            .Select(c => c.Key.Split('.')[0])
            .Distinct()
            .Where(section => tree[section] is not JsonObject)
            .Select(section => new KeyValuePair<string, JsonNode?>(section, new JsonObject()))
            .Concat(changes);
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Write(JsonObject tree)
    {
        yield return new("rootProjects.showHidden", ShowHiddenProjects);
        yield return new("rootProjects.hideExamples", HideExamples);
        yield return new("rootProjects.blockUserScript", BlockUserScripts);
        yield return new("views.disableHidpi", !ScaleHighDpi);
        yield return new("views.neverShowPopupAgain", WritePopups(tree));
        yield return new("views.hideRedactedArguments", RedactArguments);
        yield return new("views.redactedArguments", WriteKeys());
        yield return new("views.theme", Theme);
        yield return new("views.timeZone", TimeZone);
        yield return new("views.dateFormat", DateFormat);
    }

    private JsonArray WriteKeys() => [.. RedactedKeys.Select(k => new JsonObject { ["key"] = k })];

    private JsonArray WritePopups(JsonObject tree)
    {
        var popups = GetPopups(tree).Where(p => p != TipsPopup);
        return [.. (HideTips ? popups.Append(TipsPopup) : popups).Select(p => JsonValue.Create(p))];
    }

    private static IEnumerable<string> GetPopups(JsonObject tree) =>
        Get(tree, "views", "neverShowPopupAgain") is JsonArray ids ? ids.Select(GetText).OfType<string>() : [];

    private static IReadOnlyList<string>? GetKeys(JsonObject tree) =>
        Get(tree, "views", "redactedArguments") is JsonArray keys
            ? [.. keys.Select(k => GetText((k as JsonObject)?["key"])).OfType<string>()]
            : null;

    private static JsonNode? Get(JsonObject tree, string section, string name) => (tree[section] as JsonObject)?[name];

    private static bool? GetFlag(JsonObject tree, string section, string name) =>
        Get(tree, section, name) is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    private static string? GetText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
