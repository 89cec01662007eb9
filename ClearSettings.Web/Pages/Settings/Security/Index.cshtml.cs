using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Password, two-factor authentication and browser sessions of the person.</summary>
[SettingsSection("Security", Area.Personal, Order = 15, Icon = "shield"), Needs(Permission.EditOwnProfile)]
public sealed class Index(OwnSessions sessions, EndSessions end, OwnTwoFactor twoFactor) : AppPage
{
    public IReadOnlyList<OwnSession> Sessions { get; private set; } = [];

    public IReadOnlyList<RecentSignIn> SignIns { get; private set; } = [];

    public bool HasOthers => Sessions.Any(s => !s.IsCurrent);

    public TwoFactorStatus TwoFactor { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        (Sessions, SignIns) = (await sessions.ListAsync(), await sessions.ListSignInsAsync());
        TwoFactor = await twoFactor.ReadAsync();
    }

    /// <param name="session">ID of the session, or "others" for all but this one.</param>
    public async Task<IActionResult> OnPostEndAsync(string? session)
    {
        if (session == "others")
            return Report(await end.EndOthersAsync(), "Your other sessions have ended.");
        return EntityId.TryParse(session, out var id)
            ? Report(await end.EndAsync(id), "The session has ended.")
            : NotFound();
    }

    private IActionResult Report(Result done, string message) =>
        done.Ok ? DoneAt(Links.Security, message)
        : done.Refusal == Refusal.NotFound ? UnchangedAt(Links.Security, done.Problems[0].Message)
        : RefusedAt(Links.Security, done);
}
