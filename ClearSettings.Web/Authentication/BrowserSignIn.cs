using ClearSettings.Domain.Users;

namespace ClearSettings.Web.Authentication;

/// <summary>Signs a person in who has just proved who they are on another page than the sign-in page.</summary>
public sealed class BrowserSignIn(OpenSession sessions, DeviceCookie devices)
{
    public async Task RunAsync(HttpContext context, User user, SignInMethod method)
    {
        await SessionCookie.SignInAsync(context, await sessions.RunAsync(user, method));
        devices.Remember(context, user.Id);
    }
}
