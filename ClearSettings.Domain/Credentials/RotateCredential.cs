using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>
/// Replaces API credentials by new ones with the same label, access and lifetime. The old ones keep working for a
/// chosen overlap.
/// </summary>
public sealed class RotateCredential(ClearSettingsDb db, Change change, CreateCredential create, CredentialOwner owner)
{
    /// <summary>What a person can choose, with the words for it.</summary>
    public static readonly IReadOnlyList<(TimeSpan Overlap, string Words)> Overlaps =
    [
        (TimeSpan.Zero, "Revoke it now"),
        (TimeSpan.FromHours(1), "1 hour"),
        (TimeSpan.FromHours(24), "24 hours"),
        (TimeSpan.FromDays(7), "7 days"),
    ];

    public Task<Result<NewCredential>> RunAsync(Guid id, TimeSpan overlap, Guid? formId, Guid? serviceAccount = null) =>
        change.RunAsync(
            CredentialOwner.GetPermission(serviceAccount),
            async () =>
            {
                if (Overlaps.All(o => o.Overlap != overlap))
                    return Result<NewCredential>.Refuse("Overlap", "Choose how long the old secret keeps working.");
                var claimed = await owner.FindAsync(serviceAccount);
                if (!claimed.Ok)
                    return Result<NewCredential>.From(claimed);
                if (
                    await db.Credentials.SingleOrDefaultAsync(c => c.Id == id && c.UserId == claimed.Value)
                    is not { } old
                )
                    return Result<NewCredential>.NotFound("These credentials were revoked.");
                if (await RefuseAsync(old, formId) is { } refusal)
                    return Result<NewCredential>.From(refusal);
                return Result<NewCredential>.Success(await ReplaceAsync(old, overlap, formId));
            }
        );

    private async Task<Result?> RefuseAsync(Credential old, Guid? formId)
    {
        if (formId is { } form && await db.Credentials.AnyAsync(c => c.FormId == form))
            return Result.Refuse(
                CreateCredential.AlreadySubmitted,
                "",
                "This form was already submitted, and the new credentials were created. The secret cannot be shown "
                    + "again."
            );
        if (old.ReplacedBy is not null)
            return Result.Conflict("These credentials were already rotated. Rotate the new ones instead.");
        return old.IsExpired(change.Now) ? Result.Conflict("These credentials have expired. Create new ones.") : null;
    }

    private async Task<NewCredential> ReplaceAsync(Credential old, TimeSpan overlap, Guid? formId)
    {
        var now = change.Now;
        var ofWhom = await owner.DescribeAsync(old.UserId);
        DateTime? expires = old.ExpiresAt is { } end ? now + (end - old.CreatedAt) : null;
        var made = create.Add(old.UserId, new(old.Label, expires, formId, old.Access), ofWhom);
        old.ReplaceBy(made.Credential, now + overlap);
        change.Audit.Record(
            AuditKind.CredentialRotated,
            old.DisplayName,
            (
                overlap == TimeSpan.Zero
                    ? $"{old.AccessKey} revoked"
                    : $"{old.AccessKey} works until {old.ExpiresAt:yyyy-MM-dd HH:mm} UTC"
            ) + ofWhom
        );
        await db.TouchAsync(old.WorkspaceId);
        return made;
    }
}
