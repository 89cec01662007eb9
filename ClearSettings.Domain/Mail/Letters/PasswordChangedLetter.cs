namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To a person whose password was changed.</summary>
/// <param name="Address">From where it was changed; null when on the server itself.</param>
public sealed record PasswordChangedLetter(string To, string Name, DateTime At, string? Address) : Letter(To)
{
    public override string Subject => "Your password was changed";
}
