namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To the person of a key pair that ends soon, 14, 7 and 1 days before.</summary>
/// <param name="Called">Its label, or the beginning of its access key.</param>
public sealed record CredentialExpiringLetter(string To, string Name, string Workspace, string Called, DateTime ExpiresAt, int Days, string? LastUsedBy, string Path) : Letter(To)
{
    public override string Subject => $"API credentials {Called} expire in {(Days == 1 ? "1 day" : $"{Days} days")}";

    public override bool IsNotice => true;
}
