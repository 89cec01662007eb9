namespace ClearSettings.Domain.ApiTokens;

/// <summary>A key that signs API tokens; encrypted by Data Protection.</summary>
public sealed class SigningKey
{
    private SigningKey() { }

    /// <summary>The token header's "kid": 16 hex digits.</summary>
    public string Id { get; private set; } = "";

    public byte[] Protected { get; private set; } = [];

    public DateTime CreatedAt { get; private set; }

    internal static SigningKey Create(string id, byte[] protectedKey, DateTime createdAt) =>
        new()
        {
            Id = id,
            Protected = protectedKey,
            CreatedAt = createdAt,
        };
}
