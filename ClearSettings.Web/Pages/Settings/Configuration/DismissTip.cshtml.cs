using ClearSettings.Domain;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Configuration;

/// <summary>Takes the buttons of a tip.</summary>
[Needs(Permission.EditOwnPreferences)]
public sealed class DismissTip(UserPreferences preferences) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Configuration);

    /// <param name="next">"never" to show no more tips.</param>
    public async Task<IActionResult> OnPostAsync(string? next, string? returnUrl)
    {
        Tip.Dismiss(HttpContext);
        if (next == "never" && await preferences.SaveAsync(s => s with { HideTips = true }) is { Ok: false } refused)
            return RefusedAt(Links.Configuration, refused);
        return IsHtmx ? Content("") : LocalRedirect(ReturnTo(returnUrl, Links.Configuration));
    }
}
