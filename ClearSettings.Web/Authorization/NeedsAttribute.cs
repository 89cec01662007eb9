using ClearSettings.Domain;
using ClearSettings.Web.Authentication;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// The permission that a page demands, and the one to change anything. The permission is checked after the antiforgery
/// check and before binding. Where <see cref="Permissions.RequiresRecentAuthentication"/> says so, a change also
/// requires that the password was confirmed recently; that is checked after binding, see
/// <see cref="AppPage.IsHarmless"/>. At the addresses of <see cref="AlsoAtAttribute"/> that one's permission counts.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Permission view, Permission toChange)
    : Attribute,
        IAsyncResourceFilter,
        IAsyncPageFilter
{
    public NeedsAttribute(Permission permission)
        : this(permission, permission) { }

    public Permission View { get; } = view;

    public Permission ToChange { get; } = toChange;

    /// <summary>Viewing the page requires it as well, such as a form whose answer shows a secret.</summary>
    public bool RequireRecentAuthentication { get; init; }

    /// <summary>
    /// Whether a member who must set up two-factor authentication, and has not, can use the page: those that they need
    /// to do it, or to go to another workspace.
    /// </summary>
    public bool WithoutTwoFactor { get; init; }

    /// <summary>Whether posts require that the password was confirmed recently.</summary>
    /// <param name="address">Where the page is served; null for its own address.</param>
    public bool RequiresRecentAuthenticationToChange(AddressPermission? address) =>
        RequireRecentAuthentication || (address?.Permission ?? ToChange).RequiresRecentAuthentication();

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var current = http.RequestServices.GetRequiredService<Current>();
        if (!current.SignedIn && current.PersonId is not null)
            // Someone who was removed from their last workspace; signing in again would change nothing.
            GoTo(context, Links.NoWorkspace);
        else if (!current.SignedIn)
            await http.ChallengeAsync(SessionCookie.Scheme);
        else if (current.Principal.MustSetUpTwoFactor && !WithoutTwoFactor)
            GoTo(context, Links.SetUpTwoFactor);
        else if (!current.Can(Address(http)?.Permission ?? (Changes(http) ? ToChange : View)))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (Changes(http) && RecentAuthentication.Resume(http) is { } lost)
            context.Result = lost;
        else
        {
            await next();
            return;
        }
        context.Result ??= new EmptyResult();
    }

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        var http = context.HttpContext;
        var required = Changes(http)
            ? RequiresRecentAuthenticationToChange(Address(http))
                && !((AppPage)context.HandlerInstance).IsHarmless(context)
            : RequireRecentAuthentication;
        if (required)
            context.Result = await RecentAuthentication.AskAsync(http);
        if (context.Result is null)
            await next();
    }

    private static AddressPermission? Address(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AddressPermission>();

    private static bool Changes(HttpContext http) =>
        !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);

    private static void GoTo(ResourceExecutingContext context, string page)
    {
        if (context.HttpContext.Request.Headers.ContainsKey("HX-Request"))
            context.HttpContext.Response.Headers["HX-Redirect"] = page;
        else
            context.Result = new LocalRedirectResult(page);
    }
}
