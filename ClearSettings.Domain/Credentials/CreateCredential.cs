using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Credentials;

/// <summary>Makes a key pair for the caller in the workspace they are in.</summary>
public sealed class CreateCredential(ClearSettingsDb db, AuditLog audit, Current current, IOptions<CredentialSettings> settings, TimeProvider time)
{
    /// <summary>The refusal's field when the person has as many as they may (contract: 400/50).</summary>
    public const string TooMany = "TooMany";

    /// <summary>The refusal's field when this form was sent before.</summary>
    public const string SentBefore = "SentBefore";

    private const long LongestSeconds = 10L * 366 * 24 * 3600;

    public Task<Result<NewCredential>> RunAsync(CredentialInput input) => db.WriteAsync(async () =>
    {
        if (Names.CheckOptional(input.Label, out var label, "The label") is { } problem) return Result<NewCredential>.Refuse("Label", problem);
        if (input.ExpirationSec is < 0 or > LongestSeconds) return Result<NewCredential>.Refuse("ExpirationSec", "Choose an expiry between today and ten years from now.");
        var expires = input.ExpirationSec is > 0 and var seconds ? Now.AddSeconds(seconds) : (DateTime?)null;
        if (settings.Value.LongestLifetime is { } longest && !current.Can(Permission.ManageWorkspace) && (expires is null || expires > Now + longest))
            return Result<NewCredential>.Refuse("ExpirationSec", $"Credentials here live {longest.TotalDays:0} days at most. Choose an earlier end.");
        if (input.FormId is { } form && await db.Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AnyAsync(c => c.FormId == form))
            return Result<NewCredential>.Refuse(SentBefore, "This form was sent before, and its credentials were created then. The secret cannot be shown again.");
        if (await db.Credentials.CountAsync(c => c.UserId == current.UserId && (c.ExpiresAt == null || c.ExpiresAt > Now)) >= settings.Value.MaxPerMember)
            return Result<NewCredential>.Refuse(TooMany, $"You have {settings.Value.MaxPerMember} credentials in this workspace, and no more are allowed. Revoke some first.");
        return Add(label, expires, input.FormId);
    });

    internal NewCredential Add(string? label, DateTime? expires, Guid? formId)
    {
        var secret = SecretKey.New();
        var credential = Credential.Create(current.WorkspaceId, current.UserId, secret, label, expires, formId, time);
        db.Credentials.Add(credential);
        audit.Record(AuditKind.CredentialCreated, credential.Called, expires is null ? $"{credential.AccessKey}, never expires" : $"{credential.AccessKey}, expires {expires:yyyy-MM-dd HH:mm} UTC");
        return new(credential, secret);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
