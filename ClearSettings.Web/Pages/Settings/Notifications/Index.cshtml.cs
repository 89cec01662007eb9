using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Notifications;

/// <summary>The page of invitations that the URL names.</summary>
public sealed record NotificationsQuery : ListQuery;

[SettingsSection("Notifications", Area.Personal, Order = 50, Icon = "bell"), Needs(Permission.EditOwnProfile)]
public sealed class Index(ClearSettingsDb db, PendingRequests waiting) : AppPage
{
    public IReadOnlyList<PendingInvitation> Invitations { get; private set; } = [];

    /// <summary>The page of invitations.</summary>
    public Listing List { get; private set; } = null!;

    public IReadOnlyList<PendingOwnershipTransfer> Transfers { get; private set; } = [];

    /// <summary>Whether emails about the person's workspaces are on.</summary>
    public bool Notices { get; private set; }

    public Task OnGetAsync(NotificationsQuery query) => LoadAsync(query);

    /// <param name="notices">"on" or "off".</param>
    public async Task<IActionResult> OnPostAsync(string? notices, [FromServices] SetEmailNotifications choose)
    {
        var done = notices is "on" or "off"
            ? await choose.RunAsync(notices == "on")
            : Result.Refuse("", "Choose whether these emails are enabled.");
        if (!done.Ok)
        {
            await LoadAsync(new());
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

    private async Task LoadAsync(NotificationsQuery query)
    {
        var total = await waiting.CountInvitationsAsync(Current.UserId);
        List = new(Links.Notifications, query, total, "invitation", "invitations") { Size = PendingRequests.PageSize };
        Invitations = await waiting.InvitationsAsync(Current.UserId, List.Skip);
        Transfers = await waiting.OwnershipTransfersAsync(Current.UserId);
        Notices = await db
            .Users.Where(u => u.Id == Current.UserId)
            .Select(u => u.EmailNotificationsEnabled)
            .SingleAsync();
    }
}
