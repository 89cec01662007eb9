namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person whose password was changed.</summary>
/// <param name="Address">From where it was changed; null when on the server itself.</param>
public sealed record PasswordChangedEmail(string To, string Name, DateTime At, string? Address) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "PasswordChangedLetter";

    public override string Subject => "Your password was changed";
}
