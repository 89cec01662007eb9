using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>
/// Asks for the address of a forgotten password. The answer is the same whether or not it has an account.
/// </summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class ForgotPassword(Domain.Users.PasswordResetQueue forgot, MailServer mail) : AppPage
{
    public bool CanSendEmail { get; private set; }

    public bool Sent { get; private set; }

    public string? Email { get; private set; }

    public async Task OnGetAsync(bool sent) => (CanSendEmail, Sent) = (await mail.IsSetUpAsync(), sent);

    public async Task<IActionResult> OnPostAsync(string? email)
    {
        (CanSendEmail, Email) = (await mail.IsSetUpAsync(), email);
        var done = CanSendEmail
            ? forgot.Enqueue(email, ClientSource.From(HttpContext.Connection.RemoteIpAddress))
            : Result.Refuse("", "");
        return done.Ok ? LocalRedirect(Links.PasswordResetSent) : Refused(done);
    }
}
