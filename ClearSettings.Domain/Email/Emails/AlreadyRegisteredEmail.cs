namespace ClearSettings.Domain.Email.Emails;

/// <summary>
/// To an address that has an account already, when someone signs up with it: the page itself must not tell.
/// </summary>
public sealed record AlreadyRegisteredEmail(string To, string Name) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "AlreadyRegisteredLetter";

    public override string Subject => "You already have an account";
}
