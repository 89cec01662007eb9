using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.SignIn;

[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Index(
    ClearSettingsDb db,
    Domain.Users.SignIn signIn,
    BrowserSignIn browser,
    Hosting hosting,
    SetUpServer setUp
) : AppPage
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Email { get; private set; }

    /// <summary>The name of the one workspace of this server.</summary>
    public string? WorkspaceName { get; private set; }

    public bool CanSignUp => hosting.IsHosted;

    /// <summary>Whether this server has no account yet, so that no one could send an invitation.</summary>
    public bool IsNew { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Current.PersonId is not null)
            return LocalRedirect(Target);
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(SignInInput input)
    {
        var done = await signIn.RunAsync(input, user => browser.IsKnown(Request, user));
        if (done.Ok)
            return await browser.FinishAsync(HttpContext, done.Value)
                ? LocalRedirect(Target)
                : LocalRedirect(Links.SecondStep(ReturnUrl));
        Email = input.Email;
        await LoadAsync();
        return Refused(done);
    }

    private string Target => ReturnTo(ReturnUrl, Links.Workspaces);

    private async Task LoadAsync()
    {
        // On a hosted server it would be someone's own.
        if (hosting.IsHosted)
            return;
        var names = await db.Workspaces.OrderBy(w => w.CreatedAt).Select(w => w.Name).Take(2).ToListAsync();
        WorkspaceName = names.Count == 1 ? names[0] : null;
        IsNew = names.Count == 0 && await setUp.IsOpenAsync();
    }
}
