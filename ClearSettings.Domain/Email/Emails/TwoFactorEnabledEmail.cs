namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person who enabled two-factor authentication.</summary>
/// <param name="Method">What they added, such as "an authenticator app".</param>
/// <param name="Address">From where.</param>
public sealed record TwoFactorEnabledEmail(string To, string Name, string Method, DateTime At, string? Address)
    : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = nameof(TwoFactorEnabledEmail);

    public override string Subject => "Two-factor authentication was enabled";
}
