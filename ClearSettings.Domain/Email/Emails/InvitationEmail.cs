namespace ClearSettings.Domain.Email.Emails;

/// <summary>To someone who is invited.</summary>
/// <param name="Path">"/join/" and the token.</param>
public sealed record InvitationEmail(
    string To,
    string Workspace,
    string InvitedBy,
    string Role,
    DateTime ExpiresAt,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "InvitationLetter";

    public override string Subject => $"{InvitedBy} invited you to {Workspace}";
}
