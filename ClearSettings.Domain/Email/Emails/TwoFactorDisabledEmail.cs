namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person whose account has no two-factor authentication any more.</summary>
/// <param name="By">Who disabled it, if it was someone else.</param>
/// <param name="Address">From where; null when on the server itself.</param>
public sealed record TwoFactorDisabledEmail(string To, string Name, string? By, DateTime At, string? Address)
    : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = nameof(TwoFactorDisabledEmail);

    public override string Subject => "Two-factor authentication was disabled";
}
