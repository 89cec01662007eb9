using System.Security.Cryptography;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// Changes of vaults. Work that a change depends on and that may take long, such as parsing a text or checking keys,
/// must not run while the workspace is locked: a change that needs it is rolled back, the work is done, and the change
/// runs again.
/// </summary>
public sealed class VaultChange(Change change)
{
    // Each round has one more result; a change needs two at most, unless others keep changing the vault meanwhile.
    private const int MaxRounds = 8;

    /// <summary>What the caller hears of a vault that is not there for them.</summary>
    public const string NotFoundMessage = "This vault no longer exists.";

    /// <summary>Why a change of a vault that cannot be read is refused.</summary>
    public const string Unreadable =
        "This vault cannot be decrypted: its key is missing or its contents are damaged. Restore the database or "
        + "its keys from a backup.";

    /// <summary>Who makes the change.</summary>
    internal Current Current => change.Current;

    /// <param name="ownerId">Of a personal vault; null for the caller.</param>
    internal Task<Result<T>> RunAsync<T>(VaultScope scope, Guid? ownerId, Func<WorkOutsideLock, Task<Result<T>>> work)
    {
        var needed =
            scope != VaultScope.User ? Permission.ManageVaults
            : ownerId is null || ownerId == change.Current.UserId ? Permission.EditOwnVault
            : Permission.ManageServiceAccounts;
        return change.Current.Can(needed)
            ? RunAsync(needed, work)
            : Task.FromResult(Result<T>.NotFound(NotFoundMessage));
    }

    private async Task<Result<T>> RunAsync<T>(Permission needed, Func<WorkOutsideLock, Task<Result<T>>> work)
    {
        var outside = new WorkOutsideLock();
        for (var round = 1; round <= MaxRounds; round++)
        {
            var result = await change.RunAsync(needed, () => TryAsync(outside, work));
            if (!outside.DoNext())
                return result;
        }
        return Result<T>.Conflict("This vault is being changed by someone else. Try again.");
    }

    private static async Task<Result<T>> TryAsync<T>(
        WorkOutsideLock outside,
        Func<WorkOutsideLock, Task<Result<T>>> work
    )
    {
        outside.Begin();
        try
        {
            return await work(outside);
        }
        catch (CryptographicException)
        {
            return Result<T>.Refuse("", Unreadable);
        }
    }
}
