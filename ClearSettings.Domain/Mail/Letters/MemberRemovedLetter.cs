namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To a person who was removed from a workspace.</summary>
/// <param name="Credentials">How many key pairs were revoked with it.</param>
public sealed record MemberRemovedLetter(string To, string Name, string Workspace, string RemovedBy, int Credentials) : Letter(To)
{
    public override string Subject => $"You were removed from {Workspace}";

    /// <summary>The sentence about the key pairs, or null.</summary>
    public string? Revoked => Credentials switch
    {
        0 => null,
        1 => "Your API credentials for this workspace were revoked.",
        _ => $"Your {Credentials} API credentials for this workspace were revoked.",
    };
}
