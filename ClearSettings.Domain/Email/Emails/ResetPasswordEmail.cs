namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person who forgot their password.</summary>
/// <param name="Path">"/reset-password/" and the token.</param>
public sealed record ResetPasswordEmail(string To, string Name, DateTime ExpiresAt, string Path) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "ResetPasswordLetter";

    public override string Subject => "Reset your password";
}
