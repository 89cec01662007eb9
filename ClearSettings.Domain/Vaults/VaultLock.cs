using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Vaults;

/// <summary>Makes changes of one workspace's vaults follow one another, and asks again, behind the lock, whether the caller still may.</summary>
public sealed class VaultLock(WorkspaceLock writeLock, Current current)
{
    /// <summary>Call it first inside <see cref="ClearSettingsDb.WriteAsync"/>.</summary>
    /// <returns>The refusal, or null.</returns>
    public async Task<Result?> AcquireAsync(VaultScope scope, Guid? ownerId = null)
    {
        var needed =
            scope != VaultScope.User ? Permission.ManageVaults
            : ownerId is null || ownerId == current.UserId ? Permission.EditOwnVault
            : Permission.ManageServiceAccounts;
        if (!current.Can(needed))
            return Result.NotFound(NotFoundMessage);
        return await writeLock.AcquireAsync(needed);
    }

    /// <summary>What the caller hears of a vault that is not there for them.</summary>
    public const string NotFoundMessage = "This vault does not exist any more.";
}
