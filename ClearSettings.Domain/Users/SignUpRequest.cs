namespace ClearSettings.Domain.Users;

/// <summary>
/// An account that waits for the proof that its address is the person's own. The account itself does not exist before.
/// </summary>
public sealed class SignUpRequest
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private SignUpRequest() { }

    public Guid Id { get; private set; }

    /// <summary>In the form of <see cref="EmailAddress"/>.</summary>
    public string Email { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>As Identity hashes it.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>SHA-256 of the emailed token, 32 bytes.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTime ExpiresAt { get; private set; }

    internal static SignUpRequest Create(
        string email,
        string name,
        string passwordHash,
        byte[] tokenHash,
        TimeProvider time
    ) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            Email = email,
            Name = name,
            PasswordHash = passwordHash,
            TokenHash = tokenHash,
            ExpiresAt = time.GetUtcNow().UtcDateTime + Lifetime,
        };
}
