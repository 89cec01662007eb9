namespace ClearSettings.Domain.Email.Emails;

/// <summary>To the person of a credential that ends soon, 14, 7 and 1 days before.</summary>
/// <param name="DisplayName">Its label, or the beginning of its access key.</param>
public sealed record CredentialExpiringEmail(
    string To,
    string Name,
    string Workspace,
    [property: System.Text.Json.Serialization.JsonPropertyName("Called")] string DisplayName,
    DateTime ExpiresAt,
    int Days,
    string? LastUsedBy,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "CredentialExpiringLetter";

    public override string Subject =>
        $"API credentials {DisplayName} expire in {(Days == 1 ? "1 day" : $"{Days} days")}";

    public override bool IsNotification => true;
}
