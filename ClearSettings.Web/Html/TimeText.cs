using System.Globalization;

namespace ClearSettings.Web.Html;

/// <summary>Times as people say them: relative up to 14 days, then a date. site.js says the same.</summary>
public static class TimeText
{
    public static string Relative(DateTime at, DateTime now, TimeFormat format)
    {
        var ago = now - at;
        if (ago < TimeSpan.Zero)
            return Future(at, now);
        if (ago < TimeSpan.FromMinutes(1))
            return "Just now";
        if (ago < TimeSpan.FromHours(1))
            return Count((int)ago.TotalMinutes, "minute") + " ago";
        if (ago < TimeSpan.FromDays(1))
            return Count((int)ago.TotalHours, "hour") + " ago";
        if (ago < TimeSpan.FromDays(2))
            return "Yesterday";
        return ago < TimeSpan.FromDays(15) ? $"{(int)ago.TotalDays} days ago" : format.Date(at);
    }

    /// <summary>
    /// What is left, rounded up, so that nothing is said to be over before it is: "3 days", "5 hours".
    /// </summary>
    public static string Left(TimeSpan left)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(left.TotalMinutes));
        if (minutes < 60)
            return Count(minutes, "minute");
        return minutes <= 24 * 60
            ? Count((minutes + 59) / 60, "hour")
            : Count((int)Math.Ceiling(left.TotalDays), "day");
    }

    public static string Count(int number, string noun) =>
        number == 1 ? $"1 {noun}" : $"{number.ToString("N0", CultureInfo.InvariantCulture)} {noun}s";

    private static string Future(DateTime at, DateTime now) => "In " + Left(at - now);
}
