using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Whose attempts to sign in are counted.</summary>
/// <param name="AddressHash">Of <see cref="AddressHasher"/>.</param>
/// <param name="KnownDeviceOf">The person who signed in from this browser before; null in any other browser.</param>
public sealed record CountedAccount(byte[] AddressHash, Guid? KnownDeviceOf);

/// <summary>
/// Limits guessing of passwords and codes: each attempt is counted in the database before anything is compared, and a
/// complete sign-in resets the count. From the tenth failure on, each further attempt has to wait: 1 minute, 2, 4 and
/// so on up to an hour. A browser that signed in before has its own count, so failures elsewhere do not lock the person
/// out. Attempts are counted per address whether or not it has an account.
/// </summary>
public sealed class SignInAttempts(
    ClearSettingsDb db,
    Change change,
    AddressHasher addresses,
    KnownDeviceFailures devices,
    SecondFactors factors
)
{
    public const int FreeTries = 10;

    /// <summary>Failures older than this no longer count.</summary>
    internal static readonly TimeSpan ResetAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    /// <param name="address">What was typed as the email address, normalized if it is one.</param>
    /// <param name="knownDeviceOf">The person who signed in from this browser before.</param>
    internal CountedAccount Of(string address, Guid? knownDeviceOf) => new(addresses.Hash(address), knownDeviceOf);

    internal CountedAccount Of(User user, bool knownDevice) => Of(user.Email ?? "", knownDevice ? user.Id : null);

    /// <returns>False when the attempt has to wait.</returns>
    internal async Task<bool> TryCountAsync(CountedAccount account)
    {
        if (account.KnownDeviceOf is { } person)
            return devices.TryCount(person);
        while (true)
        {
            var (key, now) = (account.AddressHash, change.Now);
            var before = await db.FailedSignIns.AsNoTracking().SingleOrDefaultAsync(f => f.AddressHash == key);
            if (before?.LockedUntil > now)
                return false;
            if (before is null ? await AddAsync(key, now) : await CountAsync(before, now))
                return true;
        }
    }

    /// <summary>Starts the count again, after a complete sign-in.</summary>
    internal async Task ResetAsync(CountedAccount account)
    {
        var key = account.AddressHash;
        if (account.KnownDeviceOf is { } person)
            devices.Reset(person);
        else
            await change.RunAsServerAsync(() => db.FailedSignIns.Where(f => f.AddressHash == key).ResetAsync());
    }

    /// <summary>
    /// The password was right. Where that completes the sign-in, the count starts again. Where a second step follows,
    /// only this attempt is taken back: otherwise the password would start the count of wrong codes again.
    /// </summary>
    internal async Task AcceptPasswordAsync(CountedAccount account, User user)
    {
        var key = account.AddressHash;
        if (!await factors.AnyAsync(user.Id))
            await ResetAsync(account);
        else if (account.KnownDeviceOf is { } person)
            devices.TakeBack(person);
        else
            await change.RunAsServerAsync(() => db.FailedSignIns.Where(f => f.AddressHash == key).TakeBackAsync());
    }

    /// <summary>
    /// A new password ends the wait. It does not forget wrong codes, so that whoever can read the email of a person
    /// does not get more tries. Call it inside a <see cref="Change"/>.
    /// </summary>
    internal async Task ReplacePasswordAsync(User user)
    {
        var key = addresses.Hash(user.Email!);
        var rows = db.FailedSignIns.Where(f => f.AddressHash == key);
        await (await factors.AnyAsync(user.Id) ? rows.UnlockAsync() : rows.ResetAsync());
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
