using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Notifications;

[SettingsSection("Notifications", Area.Personal, Order = 50, Icon = "bell"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ClearSettingsDb db, WaitingAnswers waiting) : AppPage
{
    public IReadOnlyList<WaitingInvitation> Invitations { get; private set; } = [];

    public IReadOnlyList<WaitingOffer> Offers { get; private set; } = [];

    /// <summary>Whether mails about the person's workspaces are on.</summary>
    public bool Notices { get; private set; }

    public Task OnGetAsync() => LoadAsync();

    /// <param name="notices">"on" or "off".</param>
    public async Task<IActionResult> OnPostAsync(string? notices, [FromServices] ChooseNotices choose)
    {
        if (notices is not ("on" or "off"))
        {
            await LoadAsync();
            return Refused(Result.Refuse("", "Choose whether these mails are on or off."));
        }
        Notices = notices == "on";
        await choose.RunAsync(Notices);
        var sentence = Notices ? "Mails about your workspaces are on." : "Mails about your workspaces are off.";
        if (!IsHtmx) return DoneAt("/settings/notifications", sentence);
        Announce(sentence);
        return Partial("_Notices", this);
    }

    private async Task LoadAsync()
    {
        (Invitations, Offers) = (await waiting.InvitationsAsync(Current.UserId), await waiting.OffersAsync(Current.UserId));
        Notices = await db.Users.Where(u => u.Id == Current.UserId).Select(u => u.WantsNotices).SingleAsync();
    }
}
