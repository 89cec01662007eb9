namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person with whose recovery code someone signed in.</summary>
/// <param name="Address">From where.</param>
/// <param name="Left">Recovery codes that can still be used.</param>
public sealed record RecoveryCodeUsedEmail(string To, string Name, DateTime At, string? Address, int Left)
    : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = nameof(RecoveryCodeUsedEmail);

    public override string Subject => "A recovery code of your account was used";
}
