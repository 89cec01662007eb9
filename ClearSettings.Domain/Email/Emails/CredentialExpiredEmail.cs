namespace ClearSettings.Domain.Email.Emails;

/// <summary>To the person of a credential that has ended.</summary>
public sealed record CredentialExpiredEmail(
    string To,
    string Name,
    string Workspace,
    [property: System.Text.Json.Serialization.JsonPropertyName("Called")] string DisplayName,
    DateTime ExpiredAt,
    string? LastUsedBy,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "CredentialExpiredLetter";

    public override string Subject => $"API credentials {DisplayName} have expired";

    public override bool IsNotification => true;
}
