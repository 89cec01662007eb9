namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To the owner who tries the mail settings; it goes out at once and never through the outbox.</summary>
public sealed record TestLetter(string To, string By, DateTime At) : Letter(To)
{
    public override string Subject => "Test email from ClearSettings";
}
