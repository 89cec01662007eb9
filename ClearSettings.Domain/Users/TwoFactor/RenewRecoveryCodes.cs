using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>Gives the caller ten new recovery codes; the earlier ones no longer work.</summary>
public sealed class RenewRecoveryCodes(
    ClearSettingsDb db,
    Change change,
    SecondFactors factors,
    RecoveryCodes codes,
    TwoFactorRecords records
)
{
    public Task<Result<IReadOnlyList<Secret>>> RunAsync() =>
        change.RunOnOwnAccountAsync(async () =>
        {
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == change.Current.UserId);
            if (!await factors.AnyAsync(user.Id))
                return Result<IReadOnlyList<Secret>>.NotFound("Set up two-factor authentication first.");
            await records.AddAsync(user, AuditKind.RecoveryCodesCreated, new(user.Id, user.Name));
            return Result<IReadOnlyList<Secret>>.Success(await codes.ReplaceAsync(user.Id));
        });
}
