using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>
/// A sign-in between its two steps: the password was right, and a second factor follows. It gives no access. The
/// browser keeps it, encrypted, and it is good for nothing but the second step.
/// </summary>
/// <param name="Stamp">The user's security stamp: a new password ends the sign-in.</param>
/// <param name="Keep">Keep me signed in.</param>
public sealed record PendingSignIn(Guid UserId, string Stamp, bool Keep, DateTime ExpiresAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    internal static PendingSignIn Start(User user, bool keep, TimeProvider time) =>
        new(user.Id, user.SecurityStamp ?? "", keep, time.GetUtcNow().UtcDateTime + Lifetime);
}

/// <summary>The second step of a sign-in.</summary>
public sealed class CompleteSignIn(
    ClearSettingsDb db,
    SecondFactorCheck check,
    SecondFactors factors,
    OpenSession sessions,
    TimeProvider time
)
{
    private const string Expired = "This sign-in has expired. Enter your email and password again.";

    /// <summary>What the person can answer with; empty when the sign-in has expired.</summary>
    public async Task<IReadOnlyList<SecondFactorKind>> ListFactorsAsync(PendingSignIn? pending) =>
        await FindUserAsync(pending) is { } user ? await factors.ListAsync(user.Id) : [];

    /// <param name="knownDevice">Whether this browser has signed in as this person before.</param>
    /// <returns>Not found: the sign-in has expired.</returns>
    public async Task<Result<Session>> RunAsync(PendingSignIn? pending, SecondFactorAnswer answer, bool knownDevice)
    {
        if (await FindUserAsync(pending) is not { } user)
            return Result<Session>.NotFound(Expired);
        return await check.RunAsync(
            user,
            answer,
            knownDevice,
            async method => (await sessions.RunAsync(user, method, pending!.Keep)).Session!
        );
    }

    private async Task<User?> FindUserAsync(PendingSignIn? pending)
    {
        if (pending is null || pending.ExpiresAt <= time.GetUtcNow().UtcDateTime)
            return null;
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == pending.UserId);
        return user?.SecurityStamp == pending.Stamp ? user : null;
    }
}
