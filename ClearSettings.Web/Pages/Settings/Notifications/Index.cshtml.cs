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

    /// <summary>Of the invitations, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>How many invitations wait on all pages.</summary>
    public int Total { get; private set; }

    public int Pages => Math.Max(1, (Total + WaitingAnswers.PageSize - 1) / WaitingAnswers.PageSize);

    public string Range =>
        $"{(Number - 1) * WaitingAnswers.PageSize + 1}–{Math.Min(Number * WaitingAnswers.PageSize, Total)} of {TimeWords.Count(Total, "invitation")}";

    public IReadOnlyList<WaitingOffer> Offers { get; private set; } = [];

    /// <summary>Whether mails about the person's workspaces are on.</summary>
    public bool Notices { get; private set; }

    /// <param name="page">Of the invitations; clamped.</param>
    public Task OnGetAsync([FromQuery(Name = "p")] int page = 1) => LoadAsync(page);

    public static string Address(int page) => page > 1 ? $"/settings/notifications?p={page}" : "/settings/notifications";

    /// <param name="notices">"on" or "off".</param>
    public async Task<IActionResult> OnPostAsync(string? notices, [FromServices] ChooseNotices choose)
    {
        var done = notices is "on" or "off" ? await choose.RunAsync(notices == "on") : Result.Refuse("", "Choose whether these mails are on or off.");
        if (!done.Ok)
        {
            await LoadAsync(1);
            Refused(done);
            return IsHtmx ? Partial("_Notices", this) : Page();
        }
        Notices = notices == "on";
        var sentence = Notices ? "Mails about your workspaces are on." : "Mails about your workspaces are off.";
        if (!IsHtmx) return DoneAt("/settings/notifications", sentence);
        Announce(sentence);
        return Partial("_Notices", this);
    }

    private async Task LoadAsync(int page)
    {
        Total = await waiting.CountInvitationsAsync(Current.UserId);
        Number = Math.Clamp(page, 1, Pages);
        Invitations = await waiting.InvitationsAsync(Current.UserId, skip: (Number - 1) * WaitingAnswers.PageSize);
        Offers = await waiting.OffersAsync(Current.UserId);
        Notices = await db.Users.Where(u => u.Id == Current.UserId).Select(u => u.WantsNotices).SingleAsync();
    }
}
