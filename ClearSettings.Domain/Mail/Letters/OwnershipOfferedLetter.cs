namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To a member whom the owner offers the workspace.</summary>
public sealed record OwnershipOfferedLetter(string To, string Name, string Workspace, string OfferedBy, DateTime ExpiresAt, string Path) : Letter(To)
{
    public override string Subject => $"{OfferedBy} wants to transfer ownership of {Workspace} to you";
}
