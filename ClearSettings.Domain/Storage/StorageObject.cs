namespace ClearSettings.Domain.Storage;

/// <summary>An object in a store, and the row that signs for it.</summary>
/// <param name="Bucket">Or container.</param>
/// <param name="Path">In the bucket, not encoded.</param>
public sealed record StorageObject(StorageRow Row, string Bucket, string Path)
{
    /// <summary>
    /// Before the container where the host does not name the account, as at emulators and addresses; else null.
    /// </summary>
    public string? AccountInPath { get; init; }
}
