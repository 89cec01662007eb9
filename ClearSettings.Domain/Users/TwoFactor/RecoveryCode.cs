using System.Security.Cryptography;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>A recovery code that was not used yet.</summary>
public sealed class RecoveryCode
{
    private RecoveryCode() { }

    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of the code without separators; with 80 random bits it cannot be guessed back.</summary>
    public byte[] Hash { get; private set; } = [];

    internal static RecoveryCode Create(Guid userId, byte[] hash) => new() { UserId = userId, Hash = hash };
}

/// <summary>Ten codes that stand in for a lost second factor. Each works once.</summary>
public sealed class RecoveryCodes(ClearSettingsDb db, Change change, TwoFactorRecords records) : ISecondFactor
{
    /// <summary>How many a person gets.</summary>
    public const int Count = 10;

    private const int Bytes = 10;
    private const int MaxTyped = 100;

    private static readonly SignInMethod Method = new("Password and recovery code") { IsTwoFactor = true };

    public SecondFactorKind Kind => SecondFactorKind.RecoveryCode;

    public bool IsBackup => true;

    public IQueryable<Guid> UserIds => db.RecoveryCodes.Select(c => c.UserId).Distinct();

    public Problem Wrong =>
        new(
            nameof(SecondFactorAnswer.RecoveryCode),
            "Incorrect recovery code. Check it for typing errors; each code works once."
        );

    public bool IsAnsweredBy(SecondFactorAnswer answer) => !Secret.IsNullOrEmpty(answer.RecoveryCode);

    public async Task<SignInMethod?> TryUseAsync(User user, SecondFactorAnswer answer)
    {
        var hash = Hash(answer.RecoveryCode!);
        if (await db.RecoveryCodes.Where(c => c.UserId == user.Id && c.Hash == hash).ExecuteDeleteAsync() == 0)
            return null;
        var left = await db.RecoveryCodes.CountAsync(c => c.UserId == user.Id);
        await records.AddAsync(user, AuditKind.RecoveryCodeUsed, new(user.Id, user.Name), $"{left} left");
        await change.Outbox.AddAsync(
            new RecoveryCodeUsedEmail(user.Email!, user.Name, change.Now, change.Current.Address, left),
            null
        );
        return Method;
    }

    public Task RemoveAsync(Guid userId) => db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync();

    /// <summary>New codes, in place of all earlier ones. Call it inside a <see cref="Change"/>.</summary>
    internal async Task<IReadOnlyList<Secret>> ReplaceAsync(Guid userId)
    {
        await RemoveAsync(userId);
        List<Secret> codes = [];
        for (var i = 0; i < Count; i++)
        {
            var code = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(Bytes));
            db.RecoveryCodes.Add(RecoveryCode.Create(userId, Hash(code)));
            codes.Add(string.Join('-', code.Chunk(4).Select(part => new string(part))).ToLowerInvariant());
        }
        return codes;
    }

    /// <summary>New codes for a person who has none, who just got their first second factor.</summary>
    /// <returns>Empty for a person who has some.</returns>
    internal async Task<IReadOnlyList<Secret>> EnsureAsync(Guid userId) =>
        await db.RecoveryCodes.AnyAsync(c => c.UserId == userId) ? [] : await ReplaceAsync(userId);

    // The alphabet has neither 0 nor 1, so these can only be O and I.
    private static byte[] Hash(Secret typed) =>
        LinkToken.Hash(
            string.Concat(typed.Reveal().Take(MaxTyped).Where(char.IsAsciiLetterOrDigit))
                .ToUpperInvariant()
                .Replace('0', 'O')
                .Replace('1', 'I')
        );
}
