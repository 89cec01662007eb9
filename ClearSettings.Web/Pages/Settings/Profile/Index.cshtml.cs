using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Profile;

[SettingsSection("Profile", Area.Personal, Order = 10, Icon = "user"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ClearSettingsDb db) : AppPage
{
    public string Name => Current.Principal.UserName;

    public DateTime? LastSignInAt => SessionCookie.Of(HttpContext)?.LastSignInAt;

    public bool Editing { get; private set; }

    /// <summary>The refused name, to be mended rather than typed again.</summary>
    public string? Typed { get; private set; }

    /// <summary>Who acted for this person in the workspace they are in, the latest first.</summary>
    public IReadOnlyList<ActedForYou> Acted { get; private set; } = [];

    /// <summary>The person's own choice that nobody acts for them in the workspace they are in.</summary>
    public bool OptedOut { get; private set; }

    /// <summary>Why the choice was not saved, or null.</summary>
    public string? ImpersonationProblem { get; private set; }

    /// <summary>The administrators' choice that nobody does.</summary>
    public bool Excluded { get; private set; }

    public Task<IActionResult> OnGetAsync()
    {
        Editing = Request.Query["edit"] == "name";
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(UserNames input, [FromServices] RenameUser rename)
    {
        var done = await rename.RunAsync(Current.UserId, input with { Name = input.Name ?? "", GivenName = null, FamilyName = null });
        // The name stands in the top bar too, so the page is shown anew.
        if (done.Ok) return DoneAt("/settings/profile", "Your name is saved.");
        (Editing, Typed) = (true, input.Name);
        Refused(done);
        return await ShowAsync();
    }

    /// <param name="impersonation">"on" or "off".</param>
    public async Task<IActionResult> OnPostImpersonationAsync(string? impersonation, [FromServices] ChooseOwnImpersonation choose)
    {
        var may = impersonation == "on";
        var done = impersonation is "on" or "off" ? await choose.RunAsync(may) : Result<bool>.Refuse("", "Choose whether others may act for you.");
        await LoadAsync();
        if (!done.Ok)
        {
            // Not in the model state, which the forms above and below show too.
            ImpersonationProblem = done.Problems[0].Sentence;
            Response.StatusCode = done.Refusal == Refusal.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
            return IsHtmx ? Partial("_Impersonation", this) : Page();
        }
        var sentence = may ? "Service accounts and administrators may act for you." : "You opted out of impersonation. Nobody can act for you.";
        if (!IsHtmx) return DoneAt("/settings/profile", sentence);
        Announce(sentence);
        return Partial("_Impersonation", this);
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (IsHtmx) return Partial("_NameRow", this);
        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        Acted = await ActedForYou.ReadAsync(db, Current);
        var chosen = await db.Members.Where(m => m.UserId == Current.UserId).Select(m => new { m.ImpersonationOptOut, m.MayBeImpersonated }).SingleAsync();
        (OptedOut, Excluded) = (chosen.ImpersonationOptOut, !chosen.MayBeImpersonated);
    }
}
