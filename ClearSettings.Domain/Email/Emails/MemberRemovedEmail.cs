namespace ClearSettings.Domain.Email.Emails;

/// <summary>To a person who was removed from a workspace.</summary>
/// <param name="Credentials">How many credentials were revoked with it.</param>
public sealed record MemberRemovedEmail(string To, string Name, string Workspace, string RemovedBy, int Credentials)
    : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "MemberRemovedLetter";

    public override string Subject => $"You were removed from {Workspace}";

    /// <summary>The sentence about the credentials, or null.</summary>
    public string? Revoked =>
        Credentials switch
        {
            0 => null,
            1 => "Your API credentials for this workspace were revoked.",
            _ => $"Your {Credentials} API credentials for this workspace were revoked.",
        };
}
