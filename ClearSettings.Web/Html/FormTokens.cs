using ClearSettings.Domain;
using ClearSettings.Web.Authentication;
using Microsoft.AspNetCore.Antiforgery;

namespace ClearSettings.Web.Html;

/// <summary>
/// Keeps the antiforgery token of a signed-in browser for some minutes, instead of decrypting the cookie and encrypting
/// a new token for every page. A token has no lifetime of its own: it is valid for as long as its cookie and its
/// session are.
/// </summary>
public sealed class FormTokens(IAntiforgery antiforgery, TimeProvider time) : IAntiforgery
{
    private const string CookieName = "clearsettings-form";
    private const int MaxEntries = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly VersionedCache<(Guid Session, string Cookie), AntiforgeryTokenSet> _tokens = new(
        MaxEntries,
        time,
        Lifetime
    );

    public static void Register(IServiceCollection services)
    {
        services.AddAntiforgery(options =>
        {
            // SecurityHeaders sets it.
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie = new()
            {
                Name = CookieName,
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                SecurePolicy = CookieSecurePolicy.SameAsRequest,
            };
        });
        var made = services.Last(service => service.ServiceType == typeof(IAntiforgery)).ImplementationType!;
        services.AddSingleton<IAntiforgery>(provider => new FormTokens(
            (IAntiforgery)ActivatorUtilities.CreateInstance(provider, made),
            provider.GetRequiredService<TimeProvider>()
        ));
    }

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext context)
    {
        if (
            SessionCookie.GetSession(context) is not { } session
            || context.Request.Cookies[CookieName] is not { } cookie
        )
            return antiforgery.GetAndStoreTokens(context);
        var key = (session.Id, cookie);
        if (_tokens.TryGet(key, 0, out var kept))
            return kept;
        var tokens = antiforgery.GetAndStoreTokens(context);
        // With a cookie token, the browser's own cookie was of no use, and this response replaces it.
        if (tokens.CookieToken is null)
            _tokens.Set(key, 0, tokens);
        return tokens;
    }

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => antiforgery.GetTokens(httpContext);

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => antiforgery.IsRequestValidAsync(httpContext);

    public void SetCookieTokenAndHeader(HttpContext httpContext) => antiforgery.SetCookieTokenAndHeader(httpContext);

    public Task ValidateRequestAsync(HttpContext httpContext) => antiforgery.ValidateRequestAsync(httpContext);
}
