using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>Ends one of the caller's key pairs and every token that it logged in for. It cannot be undone.</summary>
public sealed class RevokeCredential(ClearSettingsDb db, AuditLog audit, Current current)
{
    public Task<Result> RunAsync(string accessKey) => db.WriteAsync(async () =>
    {
        if (!AccessKey.IsWellFormed(accessKey) || await db.Credentials.SingleOrDefaultAsync(c => c.AccessKey == accessKey && c.UserId == current.UserId) is not { } credential) return Result.NotFound("These credentials were revoked already.");
        await db.CredentialUses.Where(u => u.CredentialId == credential.Id).ExecuteDeleteAsync();
        if (await db.Credentials.Where(c => c.Id == credential.Id).ExecuteDeleteAsync() == 0) return Result.NotFound("These credentials were revoked already.");
        audit.Record(AuditKind.CredentialRevoked, credential.Called, credential.AccessKey);
        await db.TouchAsync(credential.WorkspaceId);
        return Result.Done;
    });
}
