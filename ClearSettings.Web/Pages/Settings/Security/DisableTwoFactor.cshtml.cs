using ClearSettings.Domain;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Asks before the authenticator app goes.</summary>
[Needs(Permission.EditOwnProfile, RequireRecentAuthentication = true)]
public sealed class DisableTwoFactor(Domain.Users.TwoFactor.DisableTwoFactor disable) : AppPage
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await disable.RunAsync(SecondFactorKind.AuthenticatorApp);
        return done.Ok
            ? DoneAt(Links.Security, "Two-factor authentication disabled. Your password alone signs you in.")
            : UnchangedAt(Links.Security, done.Problems[0].Message);
    }
}
