using System.Collections.Concurrent;
using ClearSettings.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>What a password check found.</summary>
public enum PasswordVerdict
{
    Right,
    Wrong,

    /// <summary>Too many failures: the password was not looked at.</summary>
    Locked,
}

/// <summary>
/// Compares a password, so that nobody can try many: each try is counted in the database before the comparison and forgotten when
/// it was right; from the tenth failure on every further try waits, 1 minute, 2, 4 … up to an hour. A browser that signed in before has a count of its own, so a stranger's failures do not lock
/// the person out (security.md W2). An unknown address costs the same time as a wrong password (W3).
/// </summary>
public sealed class PasswordCheck(ClearSettingsDb db, IPasswordHasher<User> hasher, KnownDeviceFailures devices, TimeProvider time)
{
    public const int FreeTries = 10;
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A hash of no password, with the same number of iterations.
    private static string? decoy;

    /// <param name="user">Null for an unknown address.</param>
    /// <param name="knownDevice">This browser has signed in as this person before.</param>
    public async Task<PasswordVerdict> CheckAsync(User? user, string? password, bool knownDevice)
    {
        if (user?.PasswordHash is null)
        {
            hasher.VerifyHashedPassword(null!, decoy ??= hasher.HashPassword(null!, Guid.NewGuid().ToString()), Cut(password));
            return PasswordVerdict.Wrong;
        }
        if (!(knownDevice ? devices.TryCount(user.Id) : await TryCountAsync(user.Id))) return PasswordVerdict.Locked;
        var outcome = hasher.VerifyHashedPassword(user, user.PasswordHash, Cut(password));
        if (outcome == PasswordVerificationResult.Failed) return PasswordVerdict.Wrong;
        if (outcome == PasswordVerificationResult.SuccessRehashNeeded) user.PasswordHash = hasher.HashPassword(user, password!);
        if (knownDevice) devices.Reset(user.Id);
        else await ForgetFailuresAsync(user.Id);
        return PasswordVerdict.Right;
    }

    // Hashing a megabyte would be a cheap way to keep the server busy.
    private static string Cut(string? password) => password is null ? "" : password.Length > Passwords.MaxLength ? password[..(Passwords.MaxLength + 1)] : password;

    private async Task<bool> TryCountAsync(Guid userId)
    {
        while (true)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var before = await db.Users.Where(u => u.Id == userId).Select(u => new { u.AccessFailedCount, u.LastFailureAt, u.LockedUntil }).SingleAsync();
            if (before.LockedUntil > now) return false;
            var count = before.LastFailureAt < now - ForgottenAfter ? 1 : before.AccessFailedCount + 1;
            DateTime? lockedUntil = count < FreeTries ? null : now + Wait(count);
            // Only if nobody counted in between: of many tries at once, each takes its own number.
            var counted = await db.Users.Where(u => u.Id == userId && u.AccessFailedCount == before.AccessFailedCount && u.LastFailureAt == before.LastFailureAt)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, count).SetProperty(x => x.LastFailureAt, now).SetProperty(x => x.LockedUntil, lockedUntil));
            if (counted == 1) return true;
        }
    }

    private Task ForgetFailuresAsync(Guid userId) => db.Users.Where(u => u.Id == userId)
        .ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LastFailureAt, (DateTime?)null).SetProperty(x => x.LockedUntil, (DateTime?)null));

    private static TimeSpan Wait(int count) => TimeSpan.FromMinutes(Math.Min(LongestWait.TotalMinutes, Math.Pow(2, count - FreeTries)));
}

/// <summary>Failed tries of browsers that are known to have signed in before, per person, in this process.</summary>
public sealed class KnownDeviceFailures(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, (int Count, DateTime Since)> tries = new();

    public bool TryCount(Guid userId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return tries.AddOrUpdate(userId, _ => (1, now), (_, old) => now - old.Since > Window ? (1, now) : (old.Count + 1, old.Since)).Count <= PasswordCheck.FreeTries;
    }

    public void Reset(Guid userId) => tries.TryRemove(userId, out _);
}
