namespace ClearSettings.Domain.Workspaces;

/// <summary>The one-time key to an empty server, printed at its start. At most one row, and only its SHA-256.</summary>
public sealed class SetUpToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private SetUpToken() { }

    public int Id { get; private set; }

    public byte[] Hash { get; private set; } = [];

    public DateTime ExpiresAt { get; private set; }

    internal static SetUpToken Create(byte[] hash, DateTime expiresAt) =>
        new()
        {
            Id = 1,
            Hash = hash,
            ExpiresAt = expiresAt,
        };
}
