using System.Globalization;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Credentials;

/// <summary>The two fields of the form that choose an end: a number of days, "never", or "date" with a date.</summary>
public sealed record Expiry
{
    public static readonly IReadOnlyList<(string Value, string Words)> Choices =
    [
        ("never", "Never"),
        ("30", "In 30 days"),
        ("90", "In 90 days"),
        ("365", "In 365 days"),
        ("date", "On a date"),
    ];

    public string? Expires { get; init; }

    /// <summary>As yyyy-MM-dd; the credential ends with that day, UTC.</summary>
    public string? Date { get; init; }

    /// <summary>Seconds from now; null is never. -1 when nothing that was typed makes sense.</summary>
    public long? Seconds(DateTime now)
    {
        if (Expires is null or "never")
            return null;
        if (Expires != "date")
            return Choices.Any(c => c.Value == Expires)
                ? long.Parse(Expires, CultureInfo.InvariantCulture) * 86400
                : -1;
        if (
            !DateTime.TryParseExact(
                Date,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var day
            )
        )
            return -1;
        var seconds = (day - now).TotalSeconds + 86400;
        return seconds >= 1 ? (long)seconds : -1;
    }
}
