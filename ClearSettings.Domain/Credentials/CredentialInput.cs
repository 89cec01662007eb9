namespace ClearSettings.Domain.Credentials;

/// <summary>The input for new API credentials.</summary>
public sealed record CredentialInput
{
    public string? Label { get; init; }

    /// <summary>"full", "read_only" or "agent"; without it, full.</summary>
    public string? Access { get; init; }

    /// <summary>Seconds from now; null or 0 means never. Used by the API.</summary>
    public long? ExpirationSec { get; init; }

    /// <summary>Names the form that was filled in, so that sending it twice makes one pair.</summary>
    public Guid? FormId { get; init; }
}

/// <summary>New API credentials with their secret, which is shown once.</summary>
public sealed record NewCredential(Credential Credential, SecretKey Secret);

/// <summary>Section "Credentials" of the configuration.</summary>
public sealed class CredentialSettings
{
    /// <summary>Per person and workspace; beyond it the API answers 400/50 (docs/protocol.md#error-codes).</summary>
    public int MaxPerMember { get; set; } = 50;

    /// <summary>Longest life that a member who is no admin may give; null means no limit.</summary>
    public TimeSpan? LongestLifetime { get; set; }
}
