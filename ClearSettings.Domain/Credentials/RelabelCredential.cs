using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>Changes or clears the label of one of the caller's key pairs.</summary>
public sealed class RelabelCredential(ClearSettingsDb db, AuditLog audit, Current current)
{
    public Task<Result> RunAsync(string accessKey, string? typed) => db.WriteAsync(async () =>
    {
        if (Names.CheckOptional(typed, out var label, "The label") is { } problem) return Result.Refuse("Label", problem);
        if (!AccessKey.IsWellFormed(accessKey) || await db.Credentials.SingleOrDefaultAsync(c => c.AccessKey == accessKey && c.UserId == current.UserId) is not { } credential) return Result.NotFound("These credentials were revoked.");
        if (credential.Label == label) return Result.Done;
        audit.Record(AuditKind.CredentialRelabelled, label ?? "no label", $"was {credential.Label ?? "no label"}, {credential.AccessKey}");
        credential.Relabel(label);
        return Result.Done;
    });
}
