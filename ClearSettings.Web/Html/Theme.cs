namespace ClearSettings.Web.Html;

/// <summary>
/// Light, dark, or as the device says; kept in this browser, so that the server renders it without a flash.
/// </summary>
public sealed record Theme(string Name, string Title, string Icon, string Label)
{
    public const string Cookie = "clearsettings-theme";

    public static readonly Theme[] All =
    [
        new("system", "System", "monitor", "Follows your device"),
        new("light", "Light", "sun", "Always light"),
        new("dark", "Dark", "moon", "Always dark"),
    ];

    public static Theme FromRequest(HttpRequest request) => Find(request.Cookies[Cookie]) ?? All[0];

    public static Theme? Find(string? name) => Array.Find(All, t => t.Name == name);
}
