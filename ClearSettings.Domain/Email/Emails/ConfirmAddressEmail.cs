namespace ClearSettings.Domain.Email.Emails;

/// <summary>To an address with which someone signed up.</summary>
/// <param name="Path">"/sign-up/confirm/" and the token.</param>
public sealed record ConfirmAddressEmail(string To, string Name, DateTime ExpiresAt, string Path) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "ConfirmEmailLetter";

    public override string Subject => "Confirm your email address";
}
