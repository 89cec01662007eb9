using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>What the set-up form sends.</summary>
public sealed record AuthenticatorAppInput
{
    /// <summary>Of <see cref="AuthenticatorSetUp"/>.</summary>
    public Secret? Ticket { get; init; }

    /// <summary>That the app shows.</summary>
    public Secret? Code { get; init; }
}

/// <summary>
/// Adds an authenticator app to the caller's account once a code shows that it works, or replaces the one they have.
/// </summary>
public sealed class EnableAuthenticatorApp(
    ClearSettingsDb db,
    Change change,
    AuthenticatorKeys keys,
    RecoveryCodes codes,
    TwoFactorRecords records
)
{
    private const string Expired = "This QR code has expired. Start again with the new one.";

    /// <returns>The recovery codes to show; empty for a person who has some already. A conflict: the key has expired.
    /// </returns>
    public async Task<Result<IReadOnlyList<Secret>>> RunAsync(AuthenticatorAppInput input)
    {
        var id = change.Current.UserId;
        if (keys.ReadTicket(input.Ticket, id) is not { } key)
            return Result<IReadOnlyList<Secret>>.Conflict(Expired);
        if (keys.FindStep(key, input.Code) is not { } step)
            return Result<IReadOnlyList<Secret>>.Refuse(
                nameof(input.Code),
                "Incorrect code. Enter the code that your app shows now, and check the clock of your phone."
            );
        var app = AuthenticatorApp.Create(id, keys.Protect(key, id), step, change.Time);
        return await change.RunOnOwnAccountAsync(() => SaveAsync(app));
    }

    private async Task<Result<IReadOnlyList<Secret>>> SaveAsync(AuthenticatorApp app)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == app.UserId);
        await db.AuthenticatorApps.Where(a => a.UserId == user.Id).ExecuteDeleteAsync();
        db.AuthenticatorApps.Add(app);
        var made = await codes.EnsureAsync(user.Id);
        await records.AddAsync(user, AuditKind.TwoFactorEnabled, new(user.Id, user.Name), "authenticator app");
        await change.Outbox.AddAsync(
            new TwoFactorEnabledEmail(
                user.Email!,
                user.Name,
                "an authenticator app",
                change.Now,
                change.Current.Address
            ),
            null
        );
        return Result<IReadOnlyList<Secret>>.Success(made);
    }
}
