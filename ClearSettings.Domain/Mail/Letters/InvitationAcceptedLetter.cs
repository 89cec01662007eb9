namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To the inviter.</summary>
public sealed record InvitationAcceptedLetter(string To, string Workspace, string Name, string Email, string Path) : Letter(To)
{
    public override string Subject => $"{Name} joined {Workspace}";

    public override bool IsNotice => true;
}
