using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Principals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Credentials;

/// <summary>Creates API credentials in the current workspace, for the caller or a service account.</summary>
public sealed class CreateCredential(
    ClearSettingsDb db,
    Change change,
    CredentialOwner owner,
    IOptions<CredentialSettings> settings
)
{
    /// <summary>
    /// Code of the refusal when the person has the maximum number; the API answers 400/50
    /// (docs/protocol.md#error-codes).
    /// </summary>
    public const string TooMany = "too_many_credentials";

    /// <summary>Code of the refusal when this form was sent before.</summary>
    public const string AlreadySubmitted = "form_already_sent";

    /// <summary>No pair lives longer than this, unless it lives for ever.</summary>
    public const long MaxExpirationSeconds = 10L * 366 * 24 * 3600;

    /// <param name="serviceAccount">Whose it will be; null for the caller's own.</param>
    public Task<Result<NewCredential>> RunAsync(CredentialInput input, Guid? serviceAccount = null) =>
        change.RunAsync(
            CredentialOwner.GetPermission(serviceAccount),
            async () =>
            {
                if (NameRules.CheckOptional(input.Label, out var label, "The label") is { } problem)
                    return Result<NewCredential>.Refuse("Label", problem);
                var claimed = await owner.FindAsync(serviceAccount);
                if (!claimed.Ok)
                    return Result<NewCredential>.From(claimed);
                // Who gives a service account a pair is an administrator, also when they impersonate it.
                var unlimited =
                    change.Current.Can(Permission.ManageWorkspace)
                    || change.Current.Principal is { IsServiceAccount: true, Actor: not null };
                if ((await CheckAsync(input, unlimited) ?? await CheckCountAsync(claimed.Value)) is { } refusal)
                    return Result<NewCredential>.From(refusal);
                return Add(claimed.Value, Read(input, label), await owner.DescribeAsync(claimed.Value));
            }
        );

    private async Task<Result?> CheckCountAsync(Guid userId)
    {
        var max = settings.Value.MaxPerMember;
        var count = await db.Credentials.CountAsync(c =>
            c.UserId == userId && (c.ExpiresAt == null || c.ExpiresAt > change.Now)
        );
        return count < max
            ? null
            : Result.Refuse(
                TooMany,
                "",
                $"{(userId == change.Current.UserId ? "You have" : "The account has")} {max} credentials in this "
                    + "workspace, which is the maximum. Revoke some first."
            );
    }

    /// <summary>The fields of an input that <see cref="CheckAsync"/> accepted.</summary>
    internal CredentialFields Read(CredentialInput input, string? label)
    {
        CredentialAccessRules.TryParse(input.Access, out var access);
        DateTime? end = input.ExpirationSec is > 0 and var seconds ? change.Now.AddSeconds(seconds) : null;
        return new(label, end, input.FormId, access);
    }

    /// <param name="unlimited">Whether the longest lifetime does not bind.</param>
    internal async Task<Result?> CheckAsync(CredentialInput input, bool unlimited)
    {
        if (input.ExpirationSec is < 0 or > MaxExpirationSeconds)
            return Result.Refuse("ExpirationSec", "Choose an expiry between today and ten years from now.");
        if (!CredentialAccessRules.TryParse(input.Access, out _))
            return Result.Refuse("Access", "Access must be full, read_only or agent.");
        if (
            settings.Value.LongestLifetime is { } longest
            && !unlimited
            && (Read(input, null).ExpiresAt is not { } end || end > change.Now + longest)
        )
            return Result.Refuse(
                "ExpirationSec",
                $"Credentials in this workspace can be valid for at most {longest.TotalDays:0} days. Choose an "
                    + "earlier date."
            );
        if (
            input.FormId is { } form
            && await db.Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AnyAsync(c => c.FormId == form)
        )
            return Result.Refuse(
                AlreadySubmitted,
                "",
                "This form was already submitted, and its credentials were created. The secret cannot be shown again."
            );
        return null;
    }

    /// <param name="ofWhom">Ends the record; "" or like ", of agent-bot".</param>
    internal NewCredential Add(Guid userId, CredentialFields fields, string ofWhom)
    {
        var secret = SecretKey.New();
        var credential = Credential.Create(change.Current.WorkspaceId, userId, secret, fields, change.Time);
        db.Credentials.Add(credential);
        change.Audit.Record(
            AuditKind.CredentialCreated,
            credential.DisplayName,
            (
                fields.ExpiresAt is null
                    ? $"{credential.AccessKey}, never expires"
                    : $"{credential.AccessKey}, expires {fields.ExpiresAt:yyyy-MM-dd HH:mm} UTC"
            )
                + (fields.Access == CredentialAccess.Full ? "" : $", access: {fields.Access.GetTitle()}")
                + ofWhom
        );
        return new(credential, secret);
    }
}
