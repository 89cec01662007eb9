using System.Security.Claims;
using ClearSettings.Domain;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.Preferences;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ClearSettings.Web.Authentication;

/// <summary>The pages' sign-in cookie: it names a session row, and the row decides.</summary>
public static class SessionCookie
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string SessionClaim = "session";

    public static void AddSessionCookie(this IServiceCollection services)
    {
        // Without this the host authenticates every request by itself, the API's too, where cookies must not count;
        // CurrentUser asks.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddCookie(Scheme);
        services
            .AddOptions<CookieAuthenticationOptions>(Scheme)
            .Configure<PublicUrls>(
                (options, addresses) =>
                {
                    options.CookieManager = new CookieByConnection(addresses);
                    options.Cookie.SameSite = SameSiteMode.Lax;
                    options.Cookie.HttpOnly = true;
                    options.Cookie.Path = "/";
                    options.ExpireTimeSpan = Session.PersistentLifetime;
                    options.SlidingExpiration = false;
                    options.LoginPath = Links.SignIn;
                    options.ReturnUrlParameter = "returnUrl";
                    options.Events.OnValidatePrincipal = ValidateAsync;
                    options.Events.OnRedirectToLogin = AskToSignIn;
                }
            );
        services
            .AddOptions<CookieAuthenticationOptions>(Scheme)
            .PostConfigure(options => options.TicketDataFormat = new TicketCache(options.TicketDataFormat));
    }

    public static async Task SignInAsync(HttpContext context, Session session)
    {
        var identity = new ClaimsIdentity([new Claim(SessionClaim, session.Id.ToHex())], Scheme);
        await context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IsPersistent = session.Keep }
        );
        var chosen = await context
            .RequestServices.GetRequiredService<UserPreferences>()
            .ReadSettingsAsync(session.UserId);
        if (chosen.Theme is not null)
            Theme.Keep(context, Theme.Find(chosen.Theme)!);
        TimeFormat.Keep(context, TimeFormat.From(chosen));
        if (!chosen.HideTips)
            Tip.Offer(context);
    }

    /// <summary>The live session that the cookie named, once authentication has run.</summary>
    public static LiveSession? GetSession(HttpContext context) => context.Items[typeof(LiveSession)] as LiveSession;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var cache = context.HttpContext.RequestServices.GetRequiredService<SessionCache>();
        if (
            EntityId.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            && await cache.FindAsync(id) is { } session
        )
            context.HttpContext.Items[typeof(LiveSession)] = session;
        else
            context.RejectPrincipal();
    }

    // htmx would swap the sign-in page into a corner of this one.
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = 401;
            context.Response.Headers["HX-Redirect"] = Links.SignIn;
        }
        else
        {
            // The handler's address begins with the Host header of the request.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        }
        return Task.CompletedTask;
    }
}

/// <summary>
/// Over https the cookie is Secure and bound to the host by its __Host- name. Over plain http a browser would not keep
/// such a cookie, so there it has another name; the owner sees a banner when that is not on the same machine.
/// </summary>
internal sealed class CookieByConnection(PublicUrls addresses) : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(context));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        options.Secure = addresses.IsHttps(context.Request);
        _inner.AppendResponseCookie(context, Name(context), value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        options.Secure = addresses.IsHttps(context.Request);
        _inner.DeleteCookie(context, Name(context), options);
    }

    private string Name(HttpContext context) =>
        addresses.IsHttps(context.Request) ? "__Host-clearsettings" : "clearsettings-http";
}
