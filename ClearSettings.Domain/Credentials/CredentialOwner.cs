using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Whose credentials a use case works on: the caller's own, or as an administrator those of a service account of the
/// workspace.
/// </summary>
public sealed class CredentialOwner(ClearSettingsDb db, Current current)
{
    /// <param name="serviceAccount">Null for whoever the call is about: the caller, or the service account that an
    /// administrator impersonates.</param>
    internal static Permission GetPermission(Guid? serviceAccount) =>
        serviceAccount is null ? Permission.ManageOwnCredentials : Permission.ManageServiceAccounts;

    /// <summary>Call it inside a <see cref="Change"/> with <see cref="GetPermission"/>.</summary>
    /// <param name="serviceAccount">As for <see cref="GetPermission"/>.</param>
    /// <returns>The owner's id, or the refusal when the service account is gone.</returns>
    internal async Task<Result<Guid>> FindAsync(Guid? serviceAccount)
    {
        var owner = serviceAccount ?? current.UserId;
        if (serviceAccount is null && !current.Principal.IsServiceAccount)
            return owner;
        return await db.ServiceAccounts.AnyAsync(s => s.UserId == owner)
            ? owner
            : Result<Guid>.NotFound("This service account was deleted.");
    }

    /// <param name="accessKey">As typed.</param>
    /// <returns>Null when the owner has no such credentials.</returns>
    internal async Task<Credential?> FindCredentialAsync(string accessKey, Guid owner) =>
        AccessKey.IsWellFormed(accessKey)
            ? await db.Credentials.SingleOrDefaultAsync(c => c.AccessKey == accessKey && c.UserId == owner)
            : null;

    /// <summary>
    /// ", of agent-bot" for the record, where the credentials are neither the caller's nor those of the impersonated
    /// account.
    /// </summary>
    internal async Task<string> DescribeAsync(Guid owner) =>
        owner == current.UserId
            ? ""
            : $", of {await db.Users.Where(u => u.Id == owner).Select(u => u.Name).SingleAsync()}";
}
