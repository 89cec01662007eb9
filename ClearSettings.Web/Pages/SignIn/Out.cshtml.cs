using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.SignIn;

[AllowAnonymous]
public sealed class Out(SignOut signOut) : AppPage
{
    public IActionResult OnGet() => LocalRedirect(Links.Profile);

    public async Task<IActionResult> OnPostAsync()
    {
        if (Current.SessionId is not null)
            await signOut.RunAsync();
        await HttpContext.SignOutAsync(SessionCookie.Scheme);
        return LocalRedirect(Links.SignIn);
    }
}
