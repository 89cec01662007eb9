namespace ClearSettings.Domain.ApiTokens;

/// <summary>A token that was revoked before it expired, by its session_id; see docs/protocol.md#sessions.</summary>
public sealed class RevokedToken
{
    private RevokedToken() { }

    public Guid SessionId { get; private set; }

    /// <summary>The token's own end; the row is not needed after it.</summary>
    public DateTime ExpiresAt { get; private set; }

    public DateTime RevokedAt { get; private set; }

    internal static RevokedToken Create(Guid sessionId, DateTime expiresAt, DateTime revokedAt) =>
        new()
        {
            SessionId = sessionId,
            ExpiresAt = expiresAt,
            RevokedAt = revokedAt,
        };
}
