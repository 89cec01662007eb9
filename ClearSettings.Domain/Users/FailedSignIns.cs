using System.Security.Cryptography;
using System.Text;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Failed sign-ins with one email address, whether or not it has an account, so that a lock does not show which
/// addresses have one.
/// </summary>
public sealed class FailedSignIns
{
    private FailedSignIns() { }

    /// <summary>Of <see cref="AddressHasher"/>.</summary>
    public byte[] AddressHash { get; private set; } = [];

    public int Count { get; private set; }

    public DateTime LastAt { get; private set; }

    /// <summary>No password is compared before this time, except for a browser that signed in before.</summary>
    public DateTime? LockedUntil { get; private set; }

    internal static FailedSignIns First(byte[] addressHash, DateTime at) =>
        new()
        {
            AddressHash = addressHash,
            Count = 1,
            LastAt = at,
        };
}

internal static class FailedSignInQueries
{
    /// <summary>
    /// Starts the count again. The row stays: of many sign-ins at the same time, each would have to insert it again,
    /// and most would lose that race.
    /// </summary>
    public static Task<int> ResetAsync(this IQueryable<FailedSignIns> rows) =>
        rows.ExecuteUpdateAsync(f => f.SetProperty(x => x.Count, 0).SetProperty(x => x.LockedUntil, (DateTime?)null));

    /// <summary>Takes one attempt off the count, and the wait that it caused.</summary>
    public static Task<int> TakeBackAsync(this IQueryable<FailedSignIns> rows) =>
        rows.Where(f => f.Count > 0)
            .ExecuteUpdateAsync(f =>
                f.SetProperty(x => x.Count, x => x.Count - 1).SetProperty(x => x.LockedUntil, (DateTime?)null)
            );

    /// <summary>
    /// Lets the next attempt through without forgetting the failures, so that a wrong one has to wait again.
    /// </summary>
    public static Task<int> UnlockAsync(this IQueryable<FailedSignIns> rows) =>
        rows.ExecuteUpdateAsync(f => f.SetProperty(x => x.LockedUntil, (DateTime?)null));
}

/// <summary>
/// Hashes email addresses with a key, for tables and lists that must not reveal addresses without an account.
/// </summary>
public sealed class AddressHasher(MasterKey masterKey)
{
    private readonly byte[] _key = masterKey.Derive("ClearSettings.AddressHash");

    /// <param name="address">In the form of <see cref="EmailAddress"/>, or any other text that was typed as
    /// one.</param>
    public byte[] Hash(string address) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(address));
}
