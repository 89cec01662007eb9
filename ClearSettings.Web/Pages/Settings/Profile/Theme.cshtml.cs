using ClearSettings.Domain;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using HtmlTheme = ClearSettings.Web.Html.Theme;

namespace ClearSettings.Web.Pages.Settings.Profile;

/// <summary>Keeps the chosen theme in this browser, and in the preferences of who is signed in.</summary>
[AllowAnonymous]
public sealed class Theme(UserPreferences preferences) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Configuration);

    public async Task<IActionResult> OnPostAsync(string? theme, string? returnUrl)
    {
        if (HtmlTheme.Find(theme) is { } chosen)
        {
            HtmlTheme.Keep(HttpContext, chosen);
            if (Current.Can(Permission.EditOwnPreferences))
                await preferences.SaveAsync(s => s with { Theme = chosen.Stored });
        }
        return LocalRedirect(ReturnTo(returnUrl, Links.Configuration));
    }
}
