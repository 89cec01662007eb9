namespace ClearSettings.Domain.Email.Emails;

/// <summary>
/// To the owner and the administrators of the server when the mail server or the address in links was changed. What
/// stayed as it was is null.
/// </summary>
/// <param name="Address">The IP address the change came from.</param>
public sealed record MailServerChangedEmail(
    string To,
    string Name,
    string ChangedBy,
    DateTime At,
    string? Address,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "MailServerChangedLetter";

    /// <summary>
    /// The mail server and its port, before and now, such as "smtp.a.example:587 → smtp.b.example:465"; the others
    /// likewise.
    /// </summary>
    public string? Host { get; init; }

    public string? Encryption { get; init; }

    /// <summary>That the user name or password is another one; never the password itself.</summary>
    public string? SignIn { get; init; }

    public string? From { get; init; }

    public string? LinkBase { get; init; }

    public override string Subject => "The email settings of ClearSettings were changed";
}
