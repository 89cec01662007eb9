using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// The page that a link in an email opens. It moves the token of the link into a cookie immediately, so that the token
/// does not stay in the address bar, and limits attempts to guess tokens.
/// </summary>
/// <param name="cookie">Holds the token; its path is that of the page.</param>
public abstract class EmailedLinkPage(LinkCookie cookie, LinkAttemptLimiter guesses) : AppPage
{
    /// <summary>Of the account that the link is for; null when the link does not work.</summary>
    public string? Email { get; protected set; }

    /// <summary>Null or empty when there is none.</summary>
    protected string? ReadToken() => cookie.Read(Request);

    public async Task<IActionResult> OnGetAsync(string? token)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (token is null)
            return await ShowAsync();
        cookie.Set(HttpContext, token);
        return LocalRedirect(cookie.Path);
    }

    /// <returns>The email address of the account; null when the link does not work.</returns>
    protected abstract Task<string?> FindEmailAsync();

    /// <returns>The page, or status 429 after too many attempts.</returns>
    protected async Task<IActionResult> ShowAsync()
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (!guesses.IsAllowed(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        Email = await FindEmailAsync();
        if (Email is null)
        {
            if (!string.IsNullOrEmpty(ReadToken()))
                guesses.RecordFailure(HttpContext);
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        return Page();
    }

    /// <summary>Call this when the link was used.</summary>
    protected void ForgetToken() => cookie.Delete(HttpContext);
}
