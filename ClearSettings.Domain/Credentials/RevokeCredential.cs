using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Ends a credential, one of the caller's or of a service account, and every token that it logged in for. It cannot be
/// undone.
/// </summary>
public sealed class RevokeCredential(ClearSettingsDb db, Change change, CredentialOwner owner)
{
    /// <summary>Code of the refusal when there is nothing left to revoke.</summary>
    public const string AlreadyRevoked = "already_revoked";

    private static readonly Result NotFoundMessage = Result.NotFound(
        "These credentials were already revoked.",
        AlreadyRevoked
    );

    public Task<Result> RunAsync(string accessKey, Guid? serviceAccount = null) =>
        change.RunAsync(
            CredentialOwner.GetPermission(serviceAccount),
            async () =>
            {
                var claimed = await owner.FindAsync(serviceAccount);
                if (!claimed.Ok)
                    return claimed;
                if (await owner.FindCredentialAsync(accessKey, claimed.Value) is not { } credential)
                    return NotFoundMessage;
                await db.CredentialUses.Where(u => u.CredentialId == credential.Id).ExecuteDeleteAsync();
                if (await db.Credentials.Where(c => c.Id == credential.Id).ExecuteDeleteAsync() == 0)
                    return NotFoundMessage;
                change.Audit.Record(
                    AuditKind.CredentialRevoked,
                    credential.DisplayName,
                    credential.AccessKey + await owner.DescribeAsync(claimed.Value)
                );
                await db.TouchAsync(credential.WorkspaceId);
                return Result.Done;
            }
        );
}
