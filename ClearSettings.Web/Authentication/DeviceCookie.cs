using ClearSettings.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace ClearSettings.Web.Authentication;

/// <summary>Remembers that a person signed in from this browser, so that a stranger's wrong guesses do not lock them out here.</summary>
public sealed class DeviceCookie(IDataProtectionProvider protection, Addresses addresses)
{
    private const string Name = "clearsettings-device";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("ClearSettings.Device").ToTimeLimitedDataProtector();

    public bool Knows(HttpRequest request, Guid userId)
    {
        if (request.Cookies[Name] is not { Length: < 2000 } cookie) return false;
        try
        {
            return protector.Unprotect(cookie) == userId.Text();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    public void Remember(HttpContext context, Guid userId) => context.Response.Cookies.Append(Name, protector.Protect(userId.Text(), Kept), new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = addresses.IsHttps(context.Request),
        MaxAge = Kept,
        Path = "/",
    });
}
