using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>Whose key pairs a verb works on: the caller's own, or as an administrator those of a service account of the workspace.</summary>
public sealed class CredentialOwner(ClearSettingsDb db, WorkspaceLock writeLock, Current current)
{
    /// <summary>Call it first inside <see cref="ClearSettingsDb.WriteAsync"/>.</summary>
    /// <param name="serviceAccount">Null for whoever the call is about: the caller, or the service account that an administrator acts for.</param>
    /// <returns>The owner's id, or the refusal when the caller may not, or not any more.</returns>
    internal async Task<Result<Guid>> AuthorizeAsync(Guid? serviceAccount)
    {
        var me = current.Principal;
        if (!current.Can(serviceAccount is null ? Permission.ManageOwnCredentials : Permission.ManageServiceAccounts))
            return Result<Guid>.From(WorkspaceLock.NoLongerAllowed);
        if (serviceAccount is null && !me.IsServiceAccount)
            return me.UserId;
        var account = serviceAccount ?? me.UserId;
        // After this nothing deletes the account, or takes the right away, before the commit.
        await writeLock.AcquireAsync(current.WorkspaceId);
        if (
            account != me.ActorId
            && (await writeLock.GetRoleAsync(current.WorkspaceId, me.ActorId))?.Has(Permission.ManageServiceAccounts)
                != true
        )
            return Result<Guid>.From(WorkspaceLock.NoLongerAllowed);
        return await db.ServiceAccounts.AnyAsync(s => s.UserId == account)
            ? account
            : Result<Guid>.NotFound("This service account was deleted.");
    }

    /// <summary>", of agent-bot" for the record, where the pair is neither the caller's nor that of whom they act for.</summary>
    internal async Task<string> DescribeAsync(Guid owner) =>
        owner == current.UserId
            ? ""
            : $", of {await db.Users.Where(u => u.Id == owner).Select(u => u.Name).SingleAsync()}";
}
