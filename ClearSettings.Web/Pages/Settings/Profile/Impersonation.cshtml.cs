using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Settings.Profile;

/// <summary>The card of the profile with the person's own choice whether others can impersonate them.</summary>
/// <param name="Workspace">Name of the workspace that the choice is for.</param>
/// <param name="OptedOut">The person chose that no one does.</param>
/// <param name="Excluded">An administrator chose that no one does.</param>
/// <param name="Problem">Why the choice was not saved, or null.</param>
public sealed record ImpersonationCard(string Workspace, bool OptedOut, bool Excluded, string? Problem = null)
{
    public static ImpersonationCard From(Principal me) =>
        new(me.WorkspaceName, me.ImpersonationOptOut, me.ImpersonationExcluded);

    /// <summary>From the database, after a change.</summary>
    public static async Task<ImpersonationCard> ReadAsync(ClearSettingsDb db, Current current)
    {
        var chosen = await db
            .Members.Where(m => m.UserId == current.UserId)
            .Select(m => new { m.ImpersonationOptOut, m.MayBeImpersonated })
            .SingleAsync();
        return new(current.Principal.WorkspaceName, chosen.ImpersonationOptOut, !chosen.MayBeImpersonated);
    }
}

[Needs(Permission.EditOwnProfile, Permission.AllowImpersonation)]
public sealed class Impersonation(ClearSettingsDb db, SetOwnImpersonation choose) : AppPage
{
    private const string Profile = Links.Profile;

    /// <summary>Opting out only takes access away.</summary>
    public override bool IsHarmless(PageHandlerExecutingContext post) =>
        post.HandlerArguments.TryGetValue("impersonation", out var chosen) && chosen is "off";

    public IActionResult OnGet() => LocalRedirect(Profile);

    /// <param name="impersonation">"on" or "off".</param>
    public async Task<IActionResult> OnPostAsync(string? impersonation)
    {
        var done = impersonation is "on" or "off"
            ? await choose.RunAsync(impersonation == "on")
            : Result<bool>.Refuse("", "Choose whether you can be impersonated.");
        var card = await ImpersonationCard.ReadAsync(db, Current);
        if (!done.Ok)
        {
            if (!IsHtmx)
                return RefusedAt(Profile, done);
            Refused(done);
            return Partial("_Impersonation", card with { Problem = done.Problems[0].Message });
        }
        var message = card switch
        {
            { OptedOut: true } => "You opted out of impersonation.",
            { Excluded: true } => "You allowed impersonation, but an administrator excluded you from it.",
            _ => "Service accounts and administrators can now impersonate you.",
        };
        if (!IsHtmx)
            return DoneAt(Profile, message);
        Announce(message);
        return Partial("_Impersonation", card);
    }
}
