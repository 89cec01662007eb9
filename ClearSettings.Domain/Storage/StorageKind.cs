namespace ClearSettings.Domain.Storage;

/// <summary>Whose way of signing a store understands. Stored as numbers.</summary>
public enum StorageKind
{
    /// <summary>AWS S3, and servers that are compatible with it, such as MinIO, Spaces and R2.</summary>
    S3,

    /// <summary>Google Cloud Storage, by HMAC keys.</summary>
    Google,

    /// <summary>Azure Blob Storage, by an account key or a shared access signature.</summary>
    Azure,
}
