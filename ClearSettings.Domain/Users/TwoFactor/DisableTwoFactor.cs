using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>Removes second factors, and the recovery codes with the last of them.</summary>
public sealed class DisableTwoFactor(ClearSettingsDb db, Change change, SecondFactors factors, TwoFactorRecords records)
{
    /// <summary>Removes one of the caller's own.</summary>
    public Task<Result> RunAsync(SecondFactorKind kind) =>
        change.RunOnOwnAccountAsync(async () =>
        {
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == change.Current.UserId);
            if (!await factors.AnyAsync(user.Id))
                return Result.NotFound("Two-factor authentication is not enabled.");
            await factors.RemoveAsync(user.Id, kind);
            await records.AddAsync(user, AuditKind.TwoFactorDisabled, new(user.Id, user.Name), Describe(kind));
            if (!await factors.AnyAsync(user.Id))
                await NotifyAsync(user, by: null);
            return Result.Done;
        });

    /// <summary>All of a person's. Call it inside a <see cref="Change"/>.</summary>
    internal async Task ResetAsync(User user, TwoFactorActor by)
    {
        await factors.RemoveAllAsync(user.Id);
        await records.AddAsync(user, AuditKind.TwoFactorReset, by);
        await NotifyAsync(user, by.Name);
    }

    private Task<bool> NotifyAsync(User user, string? by) =>
        change.Outbox.AddAsync(
            new TwoFactorDisabledEmail(user.Email!, user.Name, by, change.Now, change.Current.Address),
            null
        );

    private static string Describe(SecondFactorKind kind) =>
        kind == SecondFactorKind.AuthenticatorApp ? "authenticator app" : "recovery codes";
}
