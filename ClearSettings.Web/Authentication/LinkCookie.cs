namespace ClearSettings.Web.Authentication;

/// <summary>
/// Holds the token of an emailed link from the moment the link is opened until it is used, so that the token stays in
/// no address bar, history or Referer. Lax, since the browser comes from the page of an email reader.
/// </summary>
/// <param name="Path">Of the page that takes it; the cookie is sent nowhere else.</param>
public sealed record LinkCookie(string Name, string Path)
{
    private const int MaxLength = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string? Read(HttpRequest request) => request.Cookies[Name];

    public void Set(HttpContext context, string token) =>
        context.Response.Cookies.Append(Name, token.Length > MaxLength ? "" : token, Options(context, Lifetime));

    public void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private CookieOptions Options(HttpContext context, TimeSpan? kept) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.RequestServices.GetRequiredService<PublicUrls>().IsHttps(context.Request),
            MaxAge = kept,
            Path = Path,
        };
}
