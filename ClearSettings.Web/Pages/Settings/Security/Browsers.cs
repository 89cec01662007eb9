namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Names the browser and system of a User-Agent header, for people to recognize their sessions by.</summary>
public static class Browsers
{
    // The first match counts: each of these also names those below it.
    private static readonly (string Mark, string Name)[] Names =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>"Firefox on Linux", "Chrome", "Unknown browser".</summary>
    public static string Describe(string? userAgent)
    {
        var name = Find(Names, userAgent) ?? "Unknown browser";
        return Find(Systems, userAgent) is { } system ? $"{name} on {system}" : name;
    }

    private static string? Find((string Mark, string Name)[] marks, string? text) =>
        marks.FirstOrDefault(m => text?.Contains(m.Mark, StringComparison.Ordinal) == true).Name;
}
