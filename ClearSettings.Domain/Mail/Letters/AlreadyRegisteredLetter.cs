namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To an address that has an account already, when somebody signs up with it: the page itself must not tell.</summary>
public sealed record AlreadyRegisteredLetter(string To, string Name) : Letter(To)
{
    public override string Subject => "You already have an account";
}
