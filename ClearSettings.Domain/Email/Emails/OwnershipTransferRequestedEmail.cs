namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a member whom the owner offers the workspace.</summary>
public sealed record OwnershipTransferRequestedEmail(
    string To,
    string Name,
    string Workspace,
    string OfferedBy,
    DateTime ExpiresAt,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "OwnershipOfferedLetter";

    public override string Subject => $"{OfferedBy} wants to transfer ownership of {Workspace} to you";
}
