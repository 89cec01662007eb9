using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>Where the link for a new password leads; it moves into a cookie immediately.</summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class ResetPassword(Domain.Users.ResetPassword choose, LinkAttemptLimiter guesses) : AppPage
{
    private static readonly LinkCookie Cookie = new("clearsettings-reset", Links.ResetPassword);

    /// <summary>Of the account; null when the link does not work.</summary>
    public string? Email { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (token is null)
            return await ShowAsync();
        Cookie.Set(HttpContext, token);
        return LocalRedirect(Links.ResetPassword);
    }

    public async Task<IActionResult> OnPostAsync(string? password)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await ShowAsync() is StatusCodeResult refusal)
            return refusal;
        if (Email is null)
            return Page();
        var done = await choose.RunAsync(Cookie.Read(Request), password);
        if (!done.Ok)
        {
            if (done.Refusal == Domain.Refusal.NotFound)
                Email = null;
            return Refused(done);
        }
        Cookie.Delete(HttpContext);
        return DoneAt(Links.SignIn, "Password changed, and all sessions have ended. Sign in with the new password.");
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (!guesses.IsAllowed(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        Email = await choose.FindAsync(Cookie.Read(Request));
        if (Email is null)
        {
            if (!string.IsNullOrEmpty(Cookie.Read(Request)))
                guesses.RecordFailure(HttpContext);
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        return Page();
    }
}
