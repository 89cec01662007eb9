using ClearSettings.Domain.Email;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ClearSettings.Web.Pages.SignUp;

/// <summary>
/// Anyone's way to an account, on a hosted server. The answer is the same whether or not the address has one already.
/// </summary>
[HostedOnly, AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Index(Domain.Users.SignUp signUp, MailServer mail) : AppPage
{
    public SignUpInput Input { get; private set; } = new();

    public bool CanSendEmail { get; private set; } = true;

    public bool Sent { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool sent)
    {
        if (Current.PersonId is not null)
            return LocalRedirect(Links.Workspaces);
        (CanSendEmail, Sent) = (await mail.IsSetUpAsync(), sent);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(SignUpInput input)
    {
        Input = input with { Password = null };
        CanSendEmail = await mail.IsSetUpAsync();
        var done = await signUp.RunAsync(input);
        return done.Ok ? LocalRedirect(Links.SignUpSent) : Refused(done);
    }
}
