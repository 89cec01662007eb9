namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To somebody who is invited.</summary>
/// <param name="Path">"/join/" and the token.</param>
public sealed record InvitationLetter(string To, string Workspace, string InvitedBy, string Role, DateTime ExpiresAt, string Path) : Letter(To)
{
    public override string Subject => $"{InvitedBy} invited you to {Workspace}";
}
