using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using HtmlTheme = ClearSettings.Web.Html.Theme;

namespace ClearSettings.Web.Pages.Settings.Profile;

/// <summary>Keeps the chosen theme in this browser.</summary>
[AllowAnonymous]
public sealed class Theme(PublicUrls addresses) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Profile);

    public IActionResult OnPost(string? theme, string? returnUrl)
    {
        if (HtmlTheme.Find(theme) is { } chosen)
            Response.Cookies.Append(
                HtmlTheme.Cookie,
                chosen.Name,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = addresses.IsHttps(Request),
                    MaxAge = TimeSpan.FromDays(365),
                    Path = "/",
                }
            );
        return LocalRedirect(ReturnTo(returnUrl, Links.Profile));
    }
}
