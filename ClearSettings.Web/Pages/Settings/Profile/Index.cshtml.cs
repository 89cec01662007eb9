using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Profile;

[SettingsSection("Profile", Area.Personal, Order = 10, Icon = "user"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ClearSettingsDb db, RenameUser rename) : AppPage
{
    public sealed record ProfileRow(DateTime JoinedAt, DateTime? LastSignInAt);

    public ProfileRow Row { get; private set; } = null!;

    public string Name => Current.Principal.UserName;

    public bool Editing { get; private set; }

    /// <summary>The refused name, to be mended rather than typed again.</summary>
    public string? Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? edit)
    {
        Editing = edit == "name";
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(UserNames input)
    {
        var done = await rename.RunAsync(Current.UserId, input with { Name = input.Name ?? "", GivenName = null, FamilyName = null });
        // The name stands in the top bar too, so the page is shown anew.
        if (done.Ok) return DoneAt("/settings/profile", "Your name is saved.");
        (Editing, Typed) = (true, input.Name);
        Refused(done);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (IsHtmx) return Partial("_NameRow", this);
        Row = await db.Members.Where(m => m.UserId == Current.UserId).Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new ProfileRow(m.JoinedAt, u.LastSignInAt)).SingleAsync();
        return Page();
    }
}
