namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To a person who forgot their password.</summary>
/// <param name="Path">"/reset-password/" and the token.</param>
public sealed record ResetPasswordLetter(string To, string Name, DateTime ExpiresAt, string Path) : Letter(To)
{
    public override string Subject => "Reset your password";
}
