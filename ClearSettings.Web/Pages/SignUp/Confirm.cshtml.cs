using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignUp;

/// <summary>
/// Where the link of a confirmation email leads; it moves into a cookie immediately. Asks for the password, so that no
/// one confirms what another typed.
/// </summary>
[HostedOnly, AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Confirm(ConfirmSignUp confirm, LinkAttemptLimiter guesses)
    : EmailedLinkPage(new("clearsettings-sign-up", Links.ConfirmSignUp), guesses)
{
    /// <summary>Why it does not work.</summary>
    public string Obstacle { get; private set; } =
        "It was already used, or it has expired. A link works once and expires after "
        + $"{TimeText.Left(SignUpRequest.Lifetime)}.";

    public async Task<IActionResult> OnPostAsync(string? password, [FromServices] BrowserSignIn signIn)
    {
        if (await ShowAsync() is StatusCodeResult refusal)
            return refusal;
        if (Email is null)
            return Page();
        var made = await confirm.RunAsync(ReadToken(), password);
        if (!made.Ok)
        {
            if (made.Refusal == Domain.Refusal.NotFound)
                (Email, Obstacle) = (null, made.Problems[0].Message);
            return Refused(made);
        }
        ForgetToken();
        if (!await signIn.RunAsync(HttpContext, made.Value, SignInMethod.Password))
            return LocalRedirect(Links.SecondStep(Links.Workspaces));
        return DoneAt(Links.Workspaces, "Your workspace is ready. Create credentials to connect the first client.");
    }

    protected override Task<string?> FindEmailAsync() => confirm.FindAsync(ReadToken());
}
