using System.Security.Cryptography;
using System.Text.Json;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Keeps a sign-in in the browser between its two steps, encrypted. It is sent to the sign-in pages only, and nothing
/// but the second step reads it.
/// </summary>
public sealed class PendingSignInCookie(IDataProtectionProvider protection, PublicUrls addresses)
{
    private const string Name = "clearsettings-sign-in";
    private const int MaxLength = 2000;

    private readonly IDataProtector _protector = protection.CreateProtector("ClearSettings.PendingSignIn");

    /// <summary>Null when there is none that this server wrote. It may have expired.</summary>
    public PendingSignIn? Read(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 and < MaxLength } cookie)
            return null;
        try
        {
            return JsonSerializer.Deserialize<PendingSignIn>(_protector.Unprotect(cookie));
        }
        catch (Exception problem) when (problem is CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Set(HttpContext context, PendingSignIn pending) =>
        context.Response.Cookies.Append(
            Name,
            _protector.Protect(JsonSerializer.Serialize(pending)),
            Options(context, PendingSignIn.Lifetime)
        );

    public void Delete(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Name))
            context.Response.Cookies.Delete(Name, Options(context, null));
    }

    private CookieOptions Options(HttpContext context, TimeSpan? kept) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = addresses.IsHttps(context.Request),
            MaxAge = kept,
            Path = Links.SignIn,
        };
}
