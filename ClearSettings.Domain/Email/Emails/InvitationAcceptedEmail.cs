namespace ClearSettings.Domain.Email.Emails;

/// <summary>To the inviter.</summary>
public sealed record InvitationAcceptedEmail(string To, string Workspace, string Name, string Email, string Path)
    : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "InvitationAcceptedLetter";

    public override string Subject => $"{Name} joined {Workspace}";

    public override bool IsNotification => true;
}
