namespace ClearSettings.Web.Html;

/// <summary>Cookies for what a person chose in this browser. They prove nothing.</summary>
internal static class BrowserChoice
{
    /// <param name="lifetime">Null until the browser is closed.</param>
    public static CookieOptions Options(HttpContext context, TimeSpan? lifetime = null) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.RequestServices.GetRequiredService<PublicUrls>().IsHttps(context.Request),
            MaxAge = lifetime,
            Path = "/",
        };
}
