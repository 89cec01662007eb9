using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>What a person who is signed in shows to confirm who they are: a second factor if there is one.</summary>
public sealed record IdentityProof
{
    public Secret? Password { get; init; }

    public SecondFactorAnswer? SecondFactor { get; init; }
}

/// <summary>
/// Renews the proof that the person at the browser is who signed in; sensitive actions want one that is at most 10
/// minutes old.
/// </summary>
public sealed class Reauthenticate(
    ClearSettingsDb db,
    Change change,
    PasswordCheck passwords,
    SecondFactorCheck factors,
    SessionCache sessions
)
{
    public async Task<Result> RunAsync(IdentityProof proof)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == change.Current.UserId);
        return proof.SecondFactor is { } answer
            ? await factors.RunAsync(user, answer, knownDevice: true, method => MarkAsync(user, method))
            : await ConfirmPasswordAsync(user, proof.Password);
    }

    private async Task<Result> ConfirmPasswordAsync(User user, Secret? password)
    {
        var outcome = await passwords.CheckAsync(user, password, knownDevice: true);
        if (outcome == PasswordCheckResult.Locked)
            return Result.Refuse("Password", "Too many failed attempts. Wait a few minutes.");
        if (outcome == PasswordCheckResult.Wrong)
            return Result.Refuse("Password", "Incorrect password.");
        return await change.RunOnOwnAccountAsync(async () =>
        {
            await MarkAsync(user, SignInMethod.Password);
            return Result.Done;
        });
    }

    private async Task<bool> MarkAsync(User user, SignInMethod method)
    {
        var id = change.Current.SessionId ?? throw new InvalidOperationException("You are not signed in.");
        var now = change.Now;
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReauthenticatedAt, now));
        change.Audit.Record(AuditKind.Reauthenticated, user.Name, method.Name);
        db.AfterCommit(() =>
        {
            sessions.Invalidate(id);
            change.Current.SignedInAs(change.Current.Principal, id, now);
        });
        return true;
    }
}
