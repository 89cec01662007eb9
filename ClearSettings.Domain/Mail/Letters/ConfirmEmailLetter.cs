namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To an address with which somebody signed up.</summary>
/// <param name="Path">"/sign-up/confirm/" and the token.</param>
public sealed record ConfirmEmailLetter(string To, string Name, DateTime ExpiresAt, string Path) : Letter(To)
{
    public override string Subject => "Confirm your email address";
}
