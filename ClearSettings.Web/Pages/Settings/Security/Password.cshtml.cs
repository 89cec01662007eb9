using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Takes the password card of the Security page, and shows it alone where it was refused.</summary>
[Needs(Permission.EditOwnProfile), EnableRateLimiting(SignInLimits.Policy)]
public sealed class Password(ChangePassword change) : AppPage
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(PasswordInput input)
    {
        var done = await change.RunAsync(input);
        if (done.Ok)
            return DoneAt(Links.Security, "Password changed. Your other sessions have ended.");
        Refused(done);
        return IsHtmx ? Partial("_Password", Current.Principal.Email) : Page();
    }
}
