using ClearSettings.Domain;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>Asks for the second factor after the password, and completes the sign-in.</summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class SecondStep(CompleteSignIn complete, PendingSignInCookie pendingSignIn, BrowserSignIn browser)
    : AppPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether it asks for a recovery code instead.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Recovery { get; set; }

    public IReadOnlyList<SecondFactorKind> Factors { get; private set; } = [];

    private PendingSignIn? Pending => pendingSignIn.Read(Request);

    public async Task<IActionResult> OnGetAsync()
    {
        if (Current.PersonId is not null)
            return LocalRedirect(Target);
        Factors = await complete.ListFactorsAsync(Pending);
        return Factors.Count == 0 ? LocalRedirect(Links.SignInTo(ReturnUrl)) : Page();
    }

    public async Task<IActionResult> OnPostAsync(SecondFactorAnswer answer)
    {
        var pending = Pending;
        var knownDevice = pending is not null && browser.IsKnown(Request, pending.UserId);
        var done = await complete.RunAsync(pending, answer, knownDevice);
        if (done.Ok)
        {
            await browser.FinishAsync(HttpContext, done.Value);
            return LocalRedirect(Target);
        }
        if (done.Refusal == Refusal.NotFound)
            return RefusedAt(Links.SignInTo(ReturnUrl), done);
        Factors = await complete.ListFactorsAsync(pending);
        return Refused(done);
    }

    private string Target => ReturnTo(ReturnUrl, Links.Workspaces);
}
