namespace ClearSettings.Domain.Email.Emails;

/// <summary>To the owner who tries the email settings; it goes out immediately and never through the outbox.</summary>
public sealed record TestEmail(string To, string By, DateTime At) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "TestLetter";

    public override string Subject => "Test email from ClearSettings";
}
