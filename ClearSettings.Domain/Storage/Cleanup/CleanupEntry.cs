namespace ClearSettings.Domain.Storage.Cleanup;

/// <summary>
/// With what a service deletes the files of deleted tasks: in one bucket or, as the default of its kind, in all that
/// have no entry (docs/protocol.md#storage).
/// </summary>
public sealed record CleanupEntry
{
    public Guid Id { get; init; }

    public StorageKind Kind { get; init; }

    /// <summary>There is one for S3 and one for Google.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Or container.</summary>
    public string? Bucket { get; init; }

    /// <summary>The folder in the bucket that it is for; null for all of them.</summary>
    public string? Subdir { get; init; }

    /// <summary>With or without a port, of an S3 server that is not AWS.</summary>
    public string? Host { get; init; }

    /// <summary>Access key of S3, project of Google, or name of an Azure account.</summary>
    public string? Key { get; init; }

    /// <summary>Secret key of S3, service account key of Google as JSON, or account key of Azure.</summary>
    public Secret? Secret { get; init; }

    public Secret? Token { get; init; }

    public string? Region { get; init; }

    /// <summary>Take credentials from the environment of the service instead.</summary>
    public bool? UseCredentialsChain { get; init; }

    /// <summary>Ask the host by https.</summary>
    public bool? Secure { get; init; }

    /// <summary>Check the certificate of the host.</summary>
    public bool? Verify { get; init; }

    public bool? Multipart { get; init; }

    public string? Acl { get; init; }
}
