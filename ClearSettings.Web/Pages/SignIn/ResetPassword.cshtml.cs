using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>Where the link for a new password leads; it moves into a cookie immediately.</summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class ResetPassword(Domain.Users.ResetPassword choose, LinkAttemptLimiter guesses)
    : EmailedLinkPage(new("clearsettings-reset", Links.ResetPassword), guesses)
{
    public async Task<IActionResult> OnPostAsync(string? password)
    {
        if (await ShowAsync() is StatusCodeResult refusal)
            return refusal;
        if (Email is null)
            return Page();
        var done = await choose.RunAsync(ReadToken(), password);
        if (!done.Ok)
        {
            if (done.Refusal == Domain.Refusal.NotFound)
                Email = null;
            return Refused(done);
        }
        ForgetToken();
        return DoneAt(Links.SignIn, "Password changed, and all sessions have ended. Sign in with the new password.");
    }

    protected override Task<string?> FindEmailAsync() => choose.FindAsync(ReadToken());
}
