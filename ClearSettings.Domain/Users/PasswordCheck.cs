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
/// Compares a password and limits guessing: each attempt is counted in the database before the comparison, and a
/// correct password resets the count. From the tenth failure on, each further attempt has to wait: 1 minute, 2, 4 and
/// so on up to an hour. A browser that signed in before has its own count, so failures elsewhere do not lock the person
/// out. Attempts are counted per address whether or not it has an account, and an address without one costs the same
/// queries and hashes.
/// </summary>
public sealed class PasswordCheck(
    ClearSettingsDb db,
    Change change,
    IPasswordHasher<User> hasher,
    AddressHasher addresses,
    KnownDeviceFailures devices
)
{
    public const int FreeTries = 10;

    /// <summary>Failures older than this no longer count.</summary>
    internal static readonly TimeSpan ResetAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

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
        var key = addresses.Hash(address);
        knownDevice &= user is not null;
        if (!(knownDevice ? devices.TryCount(user!.Id) : await TryCountAsync(key)))
            return PasswordCheckResult.Locked;
        var outcome = hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? _decoy, Cut(password?.Reveal()));
        if (user?.PasswordHash is null || outcome == PasswordVerificationResult.Failed)
            return PasswordCheckResult.Wrong;
        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
            await RehashAsync(user, password!.Reveal());
        if (knownDevice)
            devices.Reset(user.Id);
        else
            await change.RunAsServerAsync(() => db.FailedSignIns.Where(f => f.AddressHash == key).ResetAsync());
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

    private async Task<bool> TryCountAsync(byte[] key)
    {
        while (true)
        {
            var now = change.Now;
            var before = await db.FailedSignIns.AsNoTracking().SingleOrDefaultAsync(f => f.AddressHash == key);
            if (before?.LockedUntil > now)
                return false;
            if (before is null ? await AddAsync(key, now) : await CountAsync(before, now))
                return true;
        }
    }

    // Only if no other attempt was counted in between: of many parallel attempts, each takes its own number.
    private async Task<bool> CountAsync(FailedSignIns before, DateTime now)
    {
        var count = before.LastAt < now - ResetAfter ? 1 : before.Count + 1;
        DateTime? lockedUntil = count < FreeTries ? null : now + Wait(count);
        return await change.RunAsServerAsync(() =>
                db
                    .FailedSignIns.Where(f =>
                        f.AddressHash == before.AddressHash && f.Count == before.Count && f.LastAt == before.LastAt
                    )
                    .ExecuteUpdateAsync(f =>
                        f.SetProperty(x => x.Count, count)
                            .SetProperty(x => x.LastAt, now)
                            .SetProperty(x => x.LockedUntil, lockedUntil)
                    )
            ) == 1;
    }

    private Task<bool> AddAsync(byte[] key, DateTime now) =>
        change.RunAsServerAsync(async () =>
        {
            if (await db.FailedSignIns.AnyAsync(f => f.AddressHash == key))
                return false;
            db.FailedSignIns.Add(FailedSignIns.First(key, now));
            return true;
        });

    private static TimeSpan Wait(int count) =>
        TimeSpan.FromMinutes(Math.Min(MaxWait.TotalMinutes, Math.Pow(2, count - FreeTries)));
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
                .Count <= PasswordCheck.FreeTries;
    }

    public void Reset(Guid userId) => _tries.TryRemove(userId, out _);
}
