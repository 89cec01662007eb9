using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Notifications;

[SettingsSection("Notifications", Area.Personal, Order = 50, Icon = "bell"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ClearSettingsDb db, PendingRequests waiting) : AppPage
{
    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    /// <summary>Of the invitations, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>How many invitations wait on all pages.</summary>
    public int Total { get; private set; }

    public int Pages => Math.Max(1, (Total + PendingRequests.PageSize - 1) / PendingRequests.PageSize);

    public string Range =>
        $"{(Number - 1) * PendingRequests.PageSize + 1}–{Math.Min(Number * PendingRequests.PageSize, Total)} of "
        + $"{TimeText.Count(Total, "invitation")}";

    public IReadOnlyList<PendingOwnershipTransfer> Offers { get; private set; } = [];

    /// <summary>Whether emails about the person's workspaces are on.</summary>
    public bool Notices { get; private set; }

    /// <param name="page">Of the invitations; clamped.</param>
    public Task OnGetAsync([FromQuery(Name = "p")] int page = 1) => LoadAsync(page);

    public static string Address(int page) => Links.NotificationsPage(page);

    /// <param name="notices">"on" or "off".</param>
    public async Task<IActionResult> OnPostAsync(string? notices, [FromServices] SetEmailNotifications choose)
    {
        var done = notices is "on" or "off"
            ? await choose.RunAsync(notices == "on")
            : Result.Refuse("", "Choose whether these emails are enabled.");
        if (!done.Ok)
        {
            await LoadAsync(1);
            Refused(done);
            return IsHtmx ? Partial("_EmailNotifications", this) : Page();
        }
        Notices = notices == "on";
        var message = Notices ? "Email notifications enabled." : "Email notifications disabled.";
        if (!IsHtmx)
            return DoneAt(Links.Notifications, message);
        Announce(message);
        return Partial("_EmailNotifications", this);
    }

    private async Task LoadAsync(int page)
    {
        Total = await waiting.CountInvitationsAsync(Current.UserId);
        Number = Math.Clamp(page, 1, Pages);
        Invitations = await waiting.InvitationsAsync(Current.UserId, skip: (Number - 1) * PendingRequests.PageSize);
        Offers = await waiting.OwnershipTransfersAsync(Current.UserId);
        Notices = await db
            .Users.Where(u => u.Id == Current.UserId)
            .Select(u => u.EmailNotificationsEnabled)
            .SingleAsync();
    }
}
