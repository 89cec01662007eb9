namespace ClearSettings.Domain.Email;

/// <summary>
/// What a noun does when email goes another way than before: through another server, as another sender, or not at all.
/// Every noun that has to react registers an implementation; <see cref="MailServerChangeNotice"/> calls all of these.
/// </summary>
public interface IMailServerReplacement
{
    /// <summary>Runs in the transaction of the change.</summary>
    /// <param name="before">Null when email was not set up.</param>
    /// <param name="after">Null when it no longer is.</param>
    /// <returns>Notices to send the old way, if there was one.</returns>
    Task<IReadOnlyList<EmailMessage>> ApplyAsync(SmtpOptions? before, SmtpOptions? after);
}
