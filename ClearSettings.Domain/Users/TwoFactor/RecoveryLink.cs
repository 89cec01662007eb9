namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>
/// The right to sign in once without password and second factor, which the operator of the server gives to a person
/// who lost both. It is printed on the host, never emailed.
/// </summary>
public sealed class RecoveryLink
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private RecoveryLink() { }

    /// <summary>SHA-256 of the token, 32 bytes.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public Guid UserId { get; private set; }

    public DateTime ExpiresAt { get; private set; }

    internal static RecoveryLink Create(Guid userId, byte[] tokenHash, TimeProvider time) =>
        new()
        {
            TokenHash = tokenHash,
            UserId = userId,
            ExpiresAt = time.GetUtcNow().UtcDateTime + Lifetime,
        };
}
