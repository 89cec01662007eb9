namespace ClearSettings.Domain.Email;

/// <summary>
/// One email before it is written: to whom, and what it tells. Each kind is a record with a template of the same name,
/// as HTML and as text. Links are paths; the sender puts the server's address before them.
/// </summary>
/// <param name="To">In the form of <see cref="EmailAddress"/>; exactly one.</param>
public abstract record EmailMessage(string To)
{
    /// <summary>Plain text, one line.</summary>
    public abstract string Subject { get; }

    /// <summary>
    /// Whether a person may switch it off (User.WantsNotices): everything but invitations and what guards their
    /// account.
    /// </summary>
    public virtual bool IsNotification => false;
}
