namespace ClearSettings.Domain.Storage;

/// <summary>The rows of a person, encrypted as one.</summary>
public sealed class UserStorage
{
    private UserStorage() { }

    public Guid UserId { get; private set; }

    /// <summary>See <see cref="StorageEncryption"/>.</summary>
    public byte[] Content { get; private set; } = [];

    public DateTime UpdatedAt { get; private set; }

    public int RowVersion { get; private set; } = 1;

    internal static UserStorage Create(Guid userId) => new() { UserId = userId };

    internal void Replace(byte[] content, TimeProvider time) =>
        (Content, UpdatedAt) = (content, time.GetUtcNow().UtcDateTime);
}
