using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>
/// Asks for the password, or another proof, then goes on to the page that demanded it. The redirect is followed by htmx
/// too, inside the dialog.
/// </summary>
[Needs(Permission.ReadWorkspace, WithoutTwoFactor = true), EnableRateLimiting(SignInLimits.Policy)]
public sealed class ConfirmPassword(Reauthenticate prove) : AppPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(string? password, string? code)
    {
        var done = await prove.RunAsync(RecentAuthentication.ReadProof(password, code));
        return done.Ok ? LocalRedirect(ReturnTo(ReturnUrl, Links.Profile)) : Refused(done);
    }
}
