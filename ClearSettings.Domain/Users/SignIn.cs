using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// The first step of a sign-in: email and password, which open a session unless a second step follows. A wrong
/// password, an unknown address and an account without a password get the same answer for the same work.
/// </summary>
public sealed class SignIn(
    ClearSettingsDb db,
    PasswordCheck passwords,
    FailedSignInRecorder failures,
    OpenSession sessions,
    Current current
)
{
    private const string Refused = "Incorrect email or password. Check both and try again.";
    private const string Locked =
        "Too many failed attempts. Wait a few minutes, or sign in from a browser that you used before.";

    /// <param name="input">As typed.</param>
    /// <param name="knownDevice">Whether this browser proves that it signed in as that person before.</param>
    public async Task<Result<SignInOutcome>> RunAsync(SignInInput input, Func<Guid, bool> knownDevice)
    {
        var email = EmailAddress.Normalize(input.Email);
        var user = email is null
            ? null
            : await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email.ToUpperInvariant());
        var outcome = await passwords.CheckAsync(
            email ?? input.Email ?? "",
            user,
            input.Password,
            knownDevice(user?.Id ?? Guid.Empty)
        );
        if (outcome == PasswordCheckResult.Correct)
            return await sessions.RunAsync(user!, SignInMethod.Password, input.Keep);
        failures.Record(outcome, user, current);
        return Result<SignInOutcome>.Refuse("", outcome == PasswordCheckResult.Locked ? Locked : Refused);
    }
}
