namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person for whom the operator of the server created a recovery link. It does not contain the
/// link.</summary>
public sealed record RecoveryLinkEmail(string To, string Name, DateTime At, DateTime ExpiresAt) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = nameof(RecoveryLinkEmail);

    public override string Subject => "A recovery link was created for your account";
}
