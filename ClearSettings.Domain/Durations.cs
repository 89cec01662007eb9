using System.Globalization;

namespace ClearSettings.Domain;

/// <summary>
/// Durations as settings and commands take them: a whole number with d, h, m or s, or days.hours:minutes:seconds. A
/// number alone is no duration, because it could be days or seconds.
/// </summary>
public static class Durations
{
    public const string Examples = "30d, 12h, 15m, 45s or 30.00:00:00";

    /// <summary>
    /// False for anything else, and for what is negative or does not fit into a <see cref="TimeSpan"/>.
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Count(c => c == ':') == 2)
            return TimeSpan.TryParseExact(trimmed, "c", CultureInfo.InvariantCulture, out duration)
                && duration >= TimeSpan.Zero;
        if (trimmed.Length < 2 || SecondsOf(trimmed[^1]) is not { } unit)
            return false;
        if (!long.TryParse(trimmed[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number > (long)TimeSpan.MaxValue.TotalSeconds / unit)
            return false;
        duration = TimeSpan.FromSeconds(number * unit);
        return true;
    }

    /// <summary>In the largest unit that divides it, such as "30d"; a fraction of a second is left out.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var unit = seconds == 0 ? 's' : "dhms".First(u => seconds % SecondsOf(u)!.Value == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsOf(unit)!.Value}{unit}");
    }

    private static long? SecondsOf(char unit) =>
        unit switch
        {
            'd' or 'D' => 86_400,
            'h' or 'H' => 3_600,
            'm' or 'M' => 60,
            's' or 'S' => 1,
            _ => null,
        };
}
