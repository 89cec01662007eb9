namespace ClearSettings.Domain.Credentials;

/// <summary>The last time one worker at one address logged in with one credential.</summary>
public sealed class CredentialUse
{
    private CredentialUse() { }

    public Guid CredentialId { get; private set; }

    /// <summary>What the client calls itself (X-ClearML-Worker), or "".</summary>
    public string Worker { get; private set; } = "";

    /// <summary>The caller's address, or "".</summary>
    public string Address { get; private set; } = "";

    public DateTime LastUsedAt { get; private set; }

    internal static CredentialUse Create(Guid credentialId, string worker, string address, DateTime at) =>
        new()
        {
            CredentialId = credentialId,
            Worker = worker,
            Address = address,
            LastUsedAt = at,
        };

    internal void RecordUse(DateTime at) => LastUsedAt = at;
}
