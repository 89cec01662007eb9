using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>
/// The authenticator app of a user. There is a row once a code of the app confirmed that it works; until then the key
/// is with the browser alone, see <see cref="AuthenticatorKeys"/>.
/// </summary>
public sealed class AuthenticatorApp
{
    private AuthenticatorApp() { }

    public Guid UserId { get; private set; }

    /// <summary>Encrypted by <see cref="AuthenticatorKeys"/>.</summary>
    public byte[] ProtectedKey { get; private set; } = [];

    public DateTime AddedAt { get; private set; }

    /// <summary>
    /// The 30-second step (RFC 6238 §4.2) of the last code that was used; no code of it or of an earlier one is
    /// accepted again.
    /// </summary>
    public long LastStep { get; private set; }

    internal static AuthenticatorApp Create(Guid userId, byte[] protectedKey, long step, TimeProvider time) =>
        new()
        {
            UserId = userId,
            ProtectedKey = protectedKey,
            AddedAt = time.GetUtcNow().UtcDateTime,
            LastStep = step,
        };
}

/// <summary>What a person needs to add this account to their authenticator app.</summary>
/// <param name="Key">160 bits in base32 (RFC 4648), to be typed.</param>
/// <param name="Uri">The same as otpauth:// URI, for the QR code.</param>
/// <param name="Ticket">Brings the key back with the form: encrypted, for this user, for an hour.</param>
public sealed record AuthenticatorSetUp(Secret Key, Secret Uri, Secret Ticket);

/// <summary>Makes and encrypts the keys of authenticator apps, and computes their codes.</summary>
public sealed class AuthenticatorKeys(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a key that was shown can be confirmed.</summary>
    public static readonly TimeSpan SetUpLifetime = TimeSpan.FromHours(1);

    // 160 bits as RFC 4226 §4 recommends.
    private const int KeyLength = 20;
    private const int MaxTicketLength = 1000;

    // One step before and after, for the clock of the phone and the time of typing (RFC 6238 §5.2).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <param name="account">Shown in the app, such as the email address.</param>
    public AuthenticatorSetUp Create(Guid userId, string account) =>
        Describe(KeyGeneration.GenerateRandomKey(KeyLength), userId, account);

    /// <summary>The set-up that a form brings back, or null when it is not for this user or too old.</summary>
    public AuthenticatorSetUp? Find(Secret? ticket, Guid userId, string account) =>
        ReadTicket(ticket, userId) is { } key ? Describe(key, userId, account) : null;

    internal byte[] Protect(byte[] key, Guid userId) => Protector("Stored", userId).Protect(key);

    internal byte[] Unprotect(byte[] protectedKey, Guid userId) => Protector("Stored", userId).Unprotect(protectedKey);

    /// <returns>The step whose code it is, or null when it is the code of none that is near enough.</returns>
    internal long? FindStep(byte[] key, Secret? code)
    {
        var typed = string.Concat((code?.Reveal() ?? "").Take(20).Where(c => !char.IsWhiteSpace(c)));
        if (typed.Length != 6 || !typed.All(char.IsAsciiDigit))
            return null;
        return new Totp(key).VerifyTotp(time.GetUtcNow().UtcDateTime, typed, out var step, Window) ? step : null;
    }

    internal byte[]? ReadTicket(Secret? ticket, Guid userId)
    {
        if (ticket is not { Length: > 0 and <= MaxTicketLength })
            return null;
        try
        {
            var content = Protector("SetUp", userId).Unprotect(Convert.FromBase64String(ticket.Reveal()));
            var expires = DateTimeOffset.FromUnixTimeSeconds(BitConverter.ToInt64(content));
            return time.GetUtcNow() < expires ? content[sizeof(long)..] : null;
        }
        catch (Exception problem)
            when (problem is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private AuthenticatorSetUp Describe(byte[] key, Guid userId, string account)
    {
        var expires = (time.GetUtcNow() + SetUpLifetime).ToUnixTimeSeconds();
        byte[] content = [.. BitConverter.GetBytes(expires), .. key];
        return new(
            Base32Encoding.ToString(key),
            new OtpUri(OtpType.Totp, key, account, "ClearSettings").ToString(),
            Convert.ToBase64String(Protector("SetUp", userId).Protect(content))
        );
    }

    private IDataProtector Protector(string purpose, Guid userId) =>
        protection.CreateProtector("ClearSettings.AuthenticatorApp", purpose, userId.ToHex());
}

/// <summary>The six digits that an authenticator app shows (RFC 6238). Each works once.</summary>
public sealed class AuthenticatorAppFactor(ClearSettingsDb db, AuthenticatorKeys keys) : ISecondFactor
{
    private static readonly SignInMethod Method = new("Password and authenticator app") { IsTwoFactor = true };

    public SecondFactorKind Kind => SecondFactorKind.AuthenticatorApp;

    public bool IsBackup => false;

    public IQueryable<Guid> UserIds => db.AuthenticatorApps.Select(a => a.UserId);

    public Problem Wrong =>
        new(
            nameof(SecondFactorAnswer.Code),
            "Incorrect code. Enter the code that your authenticator app shows now; each code works once."
        );

    public bool IsAnsweredBy(SecondFactorAnswer answer) => !Secret.IsNullOrEmpty(answer.Code);

    public async Task<SignInMethod?> TryUseAsync(User user, SecondFactorAnswer answer)
    {
        var app = await db.AuthenticatorApps.AsNoTracking().SingleOrDefaultAsync(a => a.UserId == user.Id);
        if (app is null || keys.FindStep(keys.Unprotect(app.ProtectedKey, user.Id), answer.Code) is not { } step)
            return null;
        var used = await db
            .AuthenticatorApps.Where(a => a.UserId == user.Id && a.LastStep < step)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.LastStep, step));
        return used == 1 ? Method : null;
    }

    public Task RemoveAsync(Guid userId) => db.AuthenticatorApps.Where(a => a.UserId == userId).ExecuteDeleteAsync();
}
