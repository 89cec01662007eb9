using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>Where the link of `clearsettings admin recover` leads; it moves into a cookie immediately.</summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Recover(UseRecoveryLink use, BrowserSignIn browser, LinkAttemptLimiter guesses)
    : EmailedLinkPage(new("clearsettings-recover", Links.Recover), guesses)
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (await ShowAsync() is StatusCodeResult refusal)
            return refusal;
        if (Email is null)
            return Page();
        var done = await use.RunAsync(ReadToken());
        if (!done.Ok)
        {
            Email = null;
            return Refused(done);
        }
        ForgetToken();
        await browser.FinishAsync(HttpContext, done.Value);
        return DoneAt(
            Links.Security,
            "You are signed in. If you lost your authenticator app, replace it or disable two-factor authentication."
        );
    }

    protected override Task<string?> FindEmailAsync() => use.FindAsync(ReadToken());
}
