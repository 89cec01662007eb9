using ClearSettings.Domain;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Join;

/// <summary>The next step for the holder of an invitation link.</summary>
public enum JoinStep
{
    /// <summary>The link does not work.</summary>
    None,

    /// <summary>The link was copied and proves nothing: confirm the address by email.</summary>
    ConfirmEmail,
    NewAccount,
    SignIn,

    /// <summary>With the account that is signed in.</summary>
    Accept,

    /// <summary>You are signed in with another account.</summary>
    OtherAccount,
}

/// <summary>
/// The page behind an invitation link, which moves into a cookie when it is opened. Only a link that was emailed shows
/// whether the address has an account; on a self-hosted server, with its single workspace, a copied one does too.
/// </summary>
[AllowAnonymous, EnableRateLimiting(SignInLimits.Policy)]
public sealed class Index(ClearSettingsDb db, InvitationLinks links, LinkAttemptLimiter guesses) : AppPage
{
    private static readonly LinkCookie Cookie = new("clearsettings-join", Links.Join);

    public InvitationLink Link { get; private set; } = null!;

    public JoinStep Step { get; private set; }

    /// <summary>The address of the account that is signed in.</summary>
    public string? Me { get; private set; }

    /// <summary>As typed, to be fixed.</summary>
    public string? Name { get; private set; }

    /// <summary>The confirmation email was requested.</summary>
    public bool Sent { get; private set; }

    /// <summary>Emails that one address can get in a day.</summary>
    public static int EmailsPerDay => EmailQuota.InvitationsPerAddressAndDay;

    public async Task<IActionResult> OnGetAsync(string? token, bool sent)
    {
        Sent = sent;
        if (token is null)
            return await ShowAsync();
        Cookie.Set(HttpContext, token);
        return LocalRedirect(Links.Join);
    }

    public async Task<IActionResult> OnPostAsync(
        JoinInput input,
        [FromServices] AcceptInvitation accept,
        [FromServices] JoinWithNewAccount join,
        [FromServices] BrowserSignIn signIn
    )
    {
        Name = input.Name;
        if (await LoadAsync() is { } refusal)
            return refusal;
        Result done = Step switch
        {
            JoinStep.Accept => await accept.RunAsync(Cookie.Read(Request)),
            JoinStep.NewAccount => await join.RunAsync(Cookie.Read(Request), input),
            _ => Result.Conflict(""),
        };
        if (!done.Ok)
            return await ShowAsync(done);
        Cookie.Delete(HttpContext);
        if (
            done is Result<User> { Value: var user }
            && !await signIn.RunAsync(HttpContext, user, SignInMethod.Password)
        )
            return LocalRedirect(Links.SecondStep(Links.Workspaces));
        return DoneAt(Links.Workspaces, $"You joined {Link.Workspace}.");
    }

    /// <summary>Sends the email that confirms the address.</summary>
    public async Task<IActionResult> OnPostConfirmAsync([FromServices] SendInvitationEmail send)
    {
        if (await LoadAsync() is { } refusal)
            return refusal;
        if (Step != JoinStep.ConfirmEmail)
            return await ShowAsync();
        var done = await send.RunAsync(Cookie.Read(Request));
        return done.Ok ? LocalRedirect(Links.JoinSent) : await ShowAsync(done);
    }

    /// <summary>The account that is signed in makes way for the one that is invited.</summary>
    public async Task<IActionResult> OnPostSignOutAsync([FromServices] SignOut signOut)
    {
        if (Current.SessionId is not null)
            await signOut.RunAsync();
        await HttpContext.SignOutAsync(SessionCookie.Scheme);
        return LocalRedirect(Links.Join);
    }

    private async Task<IActionResult> ShowAsync(Result? refused = null)
    {
        if (await LoadAsync() is { } refusal)
            return refusal;
        if (Link.Obstacle is not null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        else if (refused is not null)
            return Refused(refused);
        return Page();
    }

    /// <returns>The refusal of whoever guesses.</returns>
    private async Task<IActionResult?> LoadAsync()
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (!guesses.IsAllowed(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        Link = await links.FindAsync(Cookie.Read(Request));
        if (Link.Obstacle == InvitationLinks.Unknown && !string.IsNullOrEmpty(Cookie.Read(Request)))
            guesses.RecordFailure(HttpContext);
        var me = Current.PersonId is { } person
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == person)
            : null;
        (Me, Step) = (me?.Email, GetStep(Link, me));
        return null;
    }

    private static JoinStep GetStep(InvitationLink link, User? me)
    {
        if (link.Obstacle is not null)
            return JoinStep.None;
        if (link.Account == InvitedAccount.Unconfirmed)
            return me is { EmailConfirmed: true } && me.Email == link.Email ? JoinStep.Accept : JoinStep.ConfirmEmail;
        if (me is not null)
            return me.Email == link.Email ? JoinStep.Accept : JoinStep.OtherAccount;
        return link.Account == InvitedAccount.Existing ? JoinStep.SignIn : JoinStep.NewAccount;
    }
}
