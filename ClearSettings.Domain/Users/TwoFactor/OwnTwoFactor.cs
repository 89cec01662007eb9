using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>The second factors of the caller, as their Security page shows them.</summary>
/// <param name="AppAddedAt">When they added their authenticator app; null without one.</param>
/// <param name="CodesLeft">Recovery codes that were not used yet.</param>
public sealed record TwoFactorStatus(bool IsEnabled, DateTime? AppAddedAt, int CodesLeft);

/// <summary>What a person sees of their own second factors.</summary>
public sealed class OwnTwoFactor(ClearSettingsDb db, SecondFactors factors, Current current)
{
    public async Task<TwoFactorStatus> ReadAsync() =>
        new(
            await factors.AnyAsync(current.UserId),
            await db
                .AuthenticatorApps.Where(a => a.UserId == current.UserId)
                .Select(a => (DateTime?)a.AddedAt)
                .SingleOrDefaultAsync(),
            await db.RecoveryCodes.CountAsync(c => c.UserId == current.UserId)
        );

    /// <summary>What the caller can confirm who they are with, besides the password.</summary>
    public async Task<IReadOnlyList<SecondFactorKind>> ListProofsAsync() =>
        [.. (await factors.ListAsync(current.UserId)).Where(k => k != SecondFactorKind.RecoveryCode)];
}
