using ClearSettings.Domain.Users;

namespace ClearSettings.Web.Authentication;

/// <summary>
/// Gives the browser of a person who has just proved who they are its session, or takes it to the second step. The one
/// place that sets the cookie of a session.
/// </summary>
public sealed class BrowserSignIn(OpenSession sessions, DeviceCookie devices, PendingSignInCookie pendingSignIn)
{
    /// <summary>Whether the person signed in from this browser before.</summary>
    public bool IsKnown(HttpRequest request, Guid userId) => devices.Knows(request, userId);

    /// <returns>False when the second step follows: redirect to it.</returns>
    public async Task<bool> RunAsync(HttpContext context, User user, SignInMethod method) =>
        await FinishAsync(context, await sessions.RunAsync(user, method));

    /// <returns>False when the second step follows: redirect to it.</returns>
    public async Task<bool> FinishAsync(HttpContext context, SignInOutcome outcome)
    {
        if (outcome.Pending is { } pending)
            pendingSignIn.Set(context, pending);
        else
            await FinishAsync(context, outcome.Session!);
        return outcome.Pending is null;
    }

    /// <summary>The sign-in is complete.</summary>
    public async Task FinishAsync(HttpContext context, Session session)
    {
        pendingSignIn.Delete(context);
        await SessionCookie.SignInAsync(context, session);
        devices.Remember(context, session.UserId);
    }
}
