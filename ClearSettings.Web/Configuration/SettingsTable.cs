using System.Globalization;
using ClearSettings.Domain;

namespace ClearSettings.Web.Configuration;

/// <summary>
/// Every setting of the program. The start checks the configuration by it, and docs/running.md#settings has the same
/// rows.
/// </summary>
public static partial class SettingsTable
{
    private const string None = "none";

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Server(new()),
        .. Database(),
        .. Lifetimes(),
        .. Limits(new(), new()),
        .. SystemCredentials(),
        .. Email(),
        .. EmailLimits(new()),
        .. Logging(),
    ];

    /// <summary>The first parts of the names.</summary>
    public static IReadOnlySet<string> Sections { get; } =
        All.Select(s => s.Section).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Sections that had another name in earlier versions, with the name they have now. The old name still works.
    /// </summary>
    public static IReadOnlyDictionary<string, string> RenamedSections { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Mail"] = "Email" };

    /// <summary>The name that a setting has now.</summary>
    public static string CurrentName(string name) =>
        name.Split(':', 2) is [var section, var rest] && RenamedSections.TryGetValue(section, out var current)
            ? $"{current}:{rest}"
            : name;

    /// <summary>The setting that a name in the configuration means, or null.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Matches(name));

    /// <summary>The name that someone probably meant, or null.</summary>
    public static string? Nearest(string name)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var setting in All)
        {
            var (meant, last) = (setting.NameLike(name), setting.Name.Split(':')[^1]);
            var limit = Math.Min(least - 1, Math.Max(2, last.Length / 3));
            // The section is often left out, or another one.
            var other = name.Contains(':') ? meant : last;
            var isLast = last.Equals(name.Split(':')[^1], StringComparison.OrdinalIgnoreCase);
            if ((isLast ? 1 : EditDistance.IsWithin(other, name, limit)) is { } distance && distance <= limit)
                (nearest, least) = (meant, distance);
        }
        return nearest;
    }

    private static Setting Optional(string name, SettingType type, string missing, string description) =>
        new(name, type, missing, description) { IsOptional = true };

    private static string Code(string text) => $"`{text}`";

    private static string Code(long number) => Code(number.ToString(CultureInfo.InvariantCulture));

    private static string Code(TimeSpan duration) => Code(Durations.Format(duration));
}
