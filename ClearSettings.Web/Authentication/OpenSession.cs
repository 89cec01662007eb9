using ClearSettings.Domain.Users;

namespace ClearSettings.Web.Authentication;

/// <summary>Signs somebody in who has just chosen or typed their password on another page than the sign-in page.</summary>
public sealed class OpenSession(SignIn signIn, DeviceCookie devices)
{
    /// <returns>Whether it worked; if not, the sign-in page says why.</returns>
    public async Task<bool> RunAsync(HttpContext context, string email, string? password)
    {
        var opened = await signIn.RunAsync(new SignInInput { Email = email, Password = password }, _ => true);
        if (!opened.Ok)
            return false;
        await SessionCookie.SignInAsync(context, opened.Value);
        devices.Remember(context, opened.Value.UserId);
        return true;
    }
}
