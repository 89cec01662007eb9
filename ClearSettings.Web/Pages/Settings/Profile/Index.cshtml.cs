using ClearSettings.Domain;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Profile;

[SettingsSection("Profile", Area.Personal, Order = 10, Icon = "user"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ImpersonationHistory history) : AppPage
{
    public string Name => Current.Principal.UserName;

    public DateTime? LastSignInAt => SessionCookie.GetSession(HttpContext)?.LastSignInAt;

    public bool Editing { get; private set; }

    /// <summary>The refused name, to be fixed rather than typed again.</summary>
    public string? Typed { get; private set; }

    /// <summary>Who impersonated this person in the workspace they are in, the latest first.</summary>
    public IReadOnlyList<ImpersonationHistoryEntry> Acted { get; private set; } = [];

    public ImpersonationCard Impersonation { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync()
    {
        Editing = Request.Query["edit"] == "name";
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(UserNames input, [FromServices] RenameUser rename)
    {
        var done = await rename.RunAsync(
            Current.UserId,
            input with
            {
                Name = input.Name ?? "",
                GivenName = null,
                FamilyName = null,
            }
        );
        // The name stands in the top bar too, so the page is shown again.
        if (done.Ok)
            return DoneAt(Links.Profile, "Name saved.");
        (Editing, Typed) = (true, input.Name);
        Refused(done);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (IsHtmx)
            return Partial("_NameRow", this);
        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        Acted = await history.GetAsync(Current.Principal);
        Impersonation = ImpersonationCard.From(Current.Principal);
    }
}
