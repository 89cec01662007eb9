using ClearSettings.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Remembers that a person signed in from this browser, so that a stranger's wrong guesses do not lock them out here.
/// </summary>
public sealed class DeviceCookie(IDataProtectionProvider protection, PublicUrls addresses)
{
    private const string Name = "clearsettings-device";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("ClearSettings.Device")
        .ToTimeLimitedDataProtector();

    public bool Knows(HttpRequest request, Guid userId)
    {
        if (request.Cookies[Name] is not { Length: < 2000 } cookie)
            return false;
        try
        {
            return _protector.Unprotect(cookie) == userId.ToHex();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    public void Remember(HttpContext context, Guid userId) =>
        context.Response.Cookies.Append(
            Name,
            _protector.Protect(userId.ToHex(), Lifetime),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = addresses.IsHttps(context.Request),
                MaxAge = Lifetime,
                Path = "/",
            }
        );
}
