using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>What a password check found.</summary>
public enum PasswordCheckResult
{
    Correct,
    Wrong,

    /// <summary>Too many failures: the password was not looked at.</summary>
    Locked,
}

/// <summary>
/// Compares a password and limits guessing; see <see cref="SignInAttempts"/>. An address without an account costs the
/// same queries and hashes.
/// </summary>
public sealed class PasswordCheck(
    ClearSettingsDb db,
    Change change,
    IPasswordHasher<User> hasher,
    SignInAttempts attempts
)
{
    // A hash of no password, with the same number of iterations.
    private static string? _decoy;

    /// <summary>For a person who is signed in already.</summary>
    /// <param name="knownDevice">Whether this browser has signed in as this person before.</param>
    public Task<PasswordCheckResult> CheckAsync(User user, Secret? password, bool knownDevice) =>
        CheckAsync(user.Email ?? "", user, password, knownDevice);

    /// <param name="address">What was typed as the email address, normalized if it is one.</param>
    /// <param name="user">Null for an unknown address.</param>
    /// <param name="password">As typed.</param>
    /// <param name="knownDevice">Whether this browser has signed in as this person before.</param>
    public async Task<PasswordCheckResult> CheckAsync(string address, User? user, Secret? password, bool knownDevice)
    {
        // Computed for every address, so that the first unknown one after a start does not cost a hash more.
        _decoy ??= hasher.HashPassword(null!, Guid.NewGuid().ToString());
        var counted = attempts.Of(address, knownDevice ? user?.Id : null);
        if (!await attempts.TryCountAsync(counted))
            return PasswordCheckResult.Locked;
        var outcome = hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? _decoy, Cut(password?.Reveal()));
        if (user?.PasswordHash is null || outcome == PasswordVerificationResult.Failed)
            return PasswordCheckResult.Wrong;
        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
            await RehashAsync(user, password!.Reveal());
        await attempts.AcceptPasswordAsync(counted, user);
        return PasswordCheckResult.Correct;
    }

    private Task<int> RehashAsync(User user, string password)
    {
        var (before, hash) = (user.PasswordHash, hasher.HashPassword(user, password));
        return change.RunAsServerAsync(() =>
            db
                .Users.Where(u => u.Id == user.Id && u.PasswordHash == before)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, hash))
        );
    }

    // Hashing a megabyte would be a cheap way to keep the server busy.
    private static string Cut(string? password) =>
        password is null ? ""
        : password.Length > Passwords.MaxLength ? password[..(Passwords.MaxLength + 1)]
        : password;
}

/// <summary>Failed tries of browsers that are known to have signed in before, per person, in this process.</summary>
public sealed class KnownDeviceFailures(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, (int Count, DateTime Since)> _tries = new();

    public bool TryCount(Guid userId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _tries
                .AddOrUpdate(
                    userId,
                    _ => (1, now),
                    (_, old) => now - old.Since > Window ? (1, now) : (old.Count + 1, old.Since)
                )
                .Count <= SignInAttempts.FreeTries;
    }

    /// <summary>Does not count the last attempt after all.</summary>
    public void TakeBack(Guid userId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        _tries.AddOrUpdate(userId, _ => (0, now), (_, old) => (Math.Max(0, old.Count - 1), old.Since));
    }

    public void Reset(Guid userId) => _tries.TryRemove(userId, out _);
}
