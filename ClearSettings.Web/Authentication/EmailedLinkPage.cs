using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// The page that a link in an email leads to. The token of the link moves into a cookie immediately, so that it is in
/// no address bar; whoever guesses tokens is stopped.
/// </summary>
/// <param name="cookie">Holds the token; its path is that of the page.</param>
public abstract class EmailedLinkPage(LinkCookie cookie, LinkAttemptLimiter guesses) : AppPage
{
    /// <summary>Of the account that the link is for; null when the link does not work.</summary>
    public string? Email { get; protected set; }

    /// <summary>As the link had it; null or empty when there was none.</summary>
    protected string? Token => cookie.Read(Request);

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

    /// <returns>The page, or the refusal of whoever guesses.</returns>
    protected async Task<IActionResult> ShowAsync()
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (!guesses.IsAllowed(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        Email = await FindEmailAsync();
        if (Email is null)
        {
            if (!string.IsNullOrEmpty(Token))
                guesses.RecordFailure(HttpContext);
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
        return Page();
    }

    /// <summary>The link was used.</summary>
    protected void ForgetToken() => cookie.Delete(HttpContext);
}
