namespace ClearSettings.Domain.Users;

/// <summary>
/// The right to choose a new password, emailed to the account's address. A person can have several; using one ends all.
/// </summary>
public sealed class PasswordResetToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    private PasswordResetToken() { }

    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of the emailed token, 32 bytes.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTime ExpiresAt { get; private set; }

    internal static PasswordResetToken Create(Guid userId, byte[] tokenHash, TimeProvider time) =>
        new()
        {
            UserId = userId,
            TokenHash = tokenHash,
            ExpiresAt = time.GetUtcNow().UtcDateTime + Lifetime,
        };
}
