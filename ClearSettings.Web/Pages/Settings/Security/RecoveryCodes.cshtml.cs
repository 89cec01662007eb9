using ClearSettings.Domain;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Replaces the recovery codes and shows the new ones, once.</summary>
[Needs(Permission.EditOwnProfile, RequireRecentAuthentication = true)]
public sealed class RecoveryCodes(RenewRecoveryCodes renew) : AppPage
{
    public RecoveryCodeList? Codes { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var done = await renew.RunAsync();
        if (!done.Ok)
            return UnchangedAt(Links.Security, done.Problems[0].Message);
        Codes = new(done.Value, Current.Principal.Email);
        return Page();
    }
}
