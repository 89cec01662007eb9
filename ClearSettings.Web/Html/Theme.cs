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

    /// <summary>As the preferences of a user have it.</summary>
    public string? Stored => this == All[0] ? null : Name;

    /// <summary>What was chosen during this request, else what this browser keeps.</summary>
    public static Theme FromRequest(HttpRequest request) =>
        request.HttpContext.Items[typeof(Theme)] as Theme ?? Find(request.Cookies[Cookie]) ?? All[0];

    /// <summary>Has this browser keep the theme, unless it does already.</summary>
    public static void Keep(HttpContext context, Theme theme)
    {
        if (FromRequest(context.Request) == theme)
            return;
        context.Items[typeof(Theme)] = theme;
        context.Response.Cookies.Append(Cookie, theme.Name, BrowserChoice.Options(context, TimeSpan.FromDays(365)));
    }

    public static Theme? Find(string? name) => Array.Find(All, t => t.Name == name);
}
