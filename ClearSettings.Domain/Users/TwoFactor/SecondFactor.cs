using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>What can be asked for after the password, in the order in which the sign-in page offers it.</summary>
public enum SecondFactorKind
{
    AuthenticatorApp,

    /// <summary>One of the codes that a person keeps for the day on which the other factors are lost.</summary>
    RecoveryCode,
}

/// <summary>What a person answers when asked for a second factor: one of these, as typed.</summary>
public sealed record SecondFactorAnswer
{
    /// <summary>Of the authenticator app.</summary>
    public Secret? Code { get; init; }

    public Secret? RecoveryCode { get; init; }
}

/// <summary>
/// One kind of second factor. Each kind registers an implementation, and <see cref="SecondFactors"/> asks all of them,
/// so a further kind is a class of its own.
/// </summary>
public interface ISecondFactor
{
    SecondFactorKind Kind { get; }

    /// <summary>Whether it only stands in for another factor, so that having it alone does not protect an
    /// account.</summary>
    bool IsBackup { get; }

    /// <summary>The users who have it.</summary>
    IQueryable<Guid> UserIds { get; }

    /// <summary>Why a wrong answer is refused; its field is a property of <see cref="SecondFactorAnswer"/>.</summary>
    Problem Wrong { get; }

    /// <summary>Whether the answer is one for this kind.</summary>
    bool IsAnsweredBy(SecondFactorAnswer answer);

    /// <summary>
    /// Checks the answer and uses it up, in the transaction of the caller's <see cref="Change"/>: of two requests with
    /// the same answer, one succeeds.
    /// </summary>
    /// <returns>How the person signs in with it, or null when the answer is wrong.</returns>
    Task<SignInMethod?> TryUseAsync(User user, SecondFactorAnswer answer);

    /// <summary>Deletes what the user has of this kind. Call it inside a <see cref="Change"/>.</summary>
    Task RemoveAsync(Guid userId);
}

/// <summary>Which second factors a user has. The one place that is asked.</summary>
public sealed class SecondFactors(IEnumerable<ISecondFactor> kinds)
{
    /// <summary>Users whose sign-in takes a second step: those with a factor that is no mere backup.</summary>
    public IQueryable<Guid> UserIds =>
        kinds.Where(k => !k.IsBackup).Select(k => k.UserIds).Aggregate((one, other) => one.Concat(other));

    /// <summary>
    /// Users of whom a workspace that requires two-factor authentication asks nothing more. People who sign in through
    /// an identity provider alone belong here too, as their provider asks for the second factor.
    /// </summary>
    public IQueryable<Guid> SatisfiedUserIds => UserIds;

    public Task<bool> AnyAsync(Guid userId) => UserIds.AnyAsync(id => id == userId);

    /// <summary>What the user can answer with; empty when one step is enough.</summary>
    public async Task<IReadOnlyList<SecondFactorKind>> ListAsync(Guid userId)
    {
        List<ISecondFactor> found = [];
        foreach (var kind in kinds.OrderBy(k => k.Kind))
            if (await kind.UserIds.AnyAsync(id => id == userId))
                found.Add(kind);
        return found.All(k => k.IsBackup) ? [] : [.. found.Select(k => k.Kind)];
    }

    internal ISecondFactor? Find(SecondFactorAnswer answer) => kinds.FirstOrDefault(k => k.IsAnsweredBy(answer));

    /// <summary>Deletes one kind, and the backups when nothing else is left that they could stand in for.</summary>
    internal async Task RemoveAsync(Guid userId, SecondFactorKind kind)
    {
        await kinds.Single(k => k.Kind == kind).RemoveAsync(userId);
        if (!await AnyAsync(userId))
            await RemoveAllAsync(userId);
    }

    internal async Task RemoveAllAsync(Guid userId)
    {
        foreach (var kind in kinds)
            await kind.RemoveAsync(userId);
    }
}

/// <summary>
/// Checks the answer to a second factor. It is counted with the passwords of the account before it is compared, so ten
/// wrong codes lock as ten wrong passwords do; see <see cref="SignInAttempts"/>.
/// </summary>
public sealed class SecondFactorCheck(
    Change change,
    SecondFactors factors,
    SignInAttempts attempts,
    FailedSignInRecorder failures
)
{
    private const string Locked = "Too many failed attempts. Wait a few minutes.";

    /// <param name="knownDevice">Whether this browser has signed in as this person before.</param>
    /// <param name="then">What the right answer permits, in the transaction in which it is used up.</param>
    public async Task<Result<T>> RunAsync<T>(
        User user,
        SecondFactorAnswer answer,
        bool knownDevice,
        Func<SignInMethod, Task<T>> then
    )
    {
        if (factors.Find(answer) is not { } factor)
            return Result<T>.Refuse("", "Enter a code.");
        var counted = attempts.Of(user, knownDevice);
        if (!await attempts.TryCountAsync(counted))
            return Refuse<T>(PasswordCheckResult.Locked, user, new(factor.Wrong.Field, Locked));
        var done = await change.RunAsServerAsync(async () =>
            await factor.TryUseAsync(user, answer) is { } method ? await then(method) : Result<T>.Refuse([factor.Wrong])
        );
        if (!done.Ok)
            return Refuse<T>(PasswordCheckResult.Wrong, user, factor.Wrong);
        await attempts.ResetAsync(counted);
        return done;
    }

    private Result<T> Refuse<T>(PasswordCheckResult outcome, User user, Problem problem)
    {
        failures.Record(outcome, user, change.Current);
        return Result<T>.Refuse([problem]);
    }
}
