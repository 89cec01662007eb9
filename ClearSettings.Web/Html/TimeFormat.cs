using System.Globalization;
using ClearSettings.Domain.Users.Preferences;

namespace ClearSettings.Web.Html;

/// <summary>
/// How dates and times are written for a person: their time zone and format of dates. Kept in the browser beside the
/// preferences, so that no page has to read those.
/// </summary>
public sealed record TimeFormat(TimeZoneInfo Zone, DateStyle Style)
{
    public const string Cookie = "clearsettings-time";

    /// <summary>Of those who chose nothing.</summary>
    public static readonly TimeFormat Default = new(TimeZoneInfo.Utc, DateStyle.All[0]);

    /// <summary>The time zones that this machine knows, by their IANA names; UTC first.</summary>
    public static IReadOnlyList<TimeZoneInfo> Zones { get; } =
    [
        TimeZoneInfo.Utc,
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Where(z => z.Id.Contains('/') && !z.Id.StartsWith("Etc/", StringComparison.Ordinal))
            .OrderBy(z => z.Id, StringComparer.Ordinal),
    ];

    public string Date(DateTime at) => ToLocal(at).ToString(Style.Pattern, CultureInfo.InvariantCulture);

    /// <summary>To the second, with the time zone: "Nov 26, 2026, 15:05:00 UTC+1".</summary>
    public string Exact(DateTime at) =>
        $"{Date(at)}, {ToLocal(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {GetOffset(Zone, at)}";

    /// <summary>"UTC", "UTC+1", "UTC-3:30".</summary>
    public static string GetOffset(TimeZoneInfo zone, DateTime at)
    {
        var offset = zone.GetUtcOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc));
        if (offset == TimeSpan.Zero)
            return "UTC";
        var minutes = offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}";
        return $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours)}{minutes}";
    }

    public static TimeFormat From(PersonalSettings settings) =>
        new(Find(settings.TimeZone) ?? Default.Zone, DateStyle.Find(settings.DateFormat) ?? Default.Style);

    /// <summary>What was chosen during this request, else what this browser keeps.</summary>
    public static TimeFormat FromRequest(HttpRequest request)
    {
        if (request.HttpContext.Items[typeof(TimeFormat)] is TimeFormat chosen)
            return chosen;
        if (request.Cookies[Cookie] is not { } text)
            return Default;
        var parts = text.Split('~');
        var kept = new TimeFormat(
            Find(parts[0]) ?? Default.Zone,
            DateStyle.Find(parts.ElementAtOrDefault(1)) ?? Default.Style
        );
        request.HttpContext.Items[typeof(TimeFormat)] = kept;
        return kept;
    }

    /// <summary>Has this browser keep the format, unless it does already.</summary>
    public static void Keep(HttpContext context, TimeFormat format)
    {
        if (FromRequest(context.Request) == format)
            return;
        context.Items[typeof(TimeFormat)] = format;
        context.Response.Cookies.Append(
            Cookie,
            $"{format.Zone.Id}~{format.Style.Name}",
            BrowserChoice.Options(context, TimeSpan.FromDays(365))
        );
    }

    private static TimeZoneInfo? Find(string? id) =>
        PersonalSettings.IsTimeZone(id) ? TimeZoneInfo.FindSystemTimeZoneById(id!) : null;

    private DateTime ToLocal(DateTime at) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), Zone);
}

/// <summary>The order of day, month and year.</summary>
/// <param name="Name">As preferences have it.</param>
/// <param name="Pattern">Of .NET.</param>
public sealed record DateStyle(string Name, string Pattern)
{
    public static readonly DateStyle[] All =
    [
        new("month-first", "MMM d, yyyy"),
        new("day-first", "d MMM yyyy"),
        new("iso", "yyyy-MM-dd"),
    ];

    public static DateStyle? Find(string? name) => All.FirstOrDefault(s => s.Name == name);
}
