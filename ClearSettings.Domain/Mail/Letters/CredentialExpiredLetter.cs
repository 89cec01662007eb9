namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To the person of a key pair that has ended.</summary>
public sealed record CredentialExpiredLetter(string To, string Name, string Workspace, string Called, DateTime ExpiredAt, string? LastUsedBy, string Path) : Letter(To)
{
    public override string Subject => $"API credentials {Called} have expired";

    public override bool IsNotice => true;
}
