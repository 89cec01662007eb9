namespace ClearSettings.Domain.Email.Emails;

/// <summary>
/// To the owner and the administrators of a workspace when vaults of it cannot be decrypted; once for each incident.
/// </summary>
/// <param name="Vaults">Their names, the first ones of many.</param>
public sealed record VaultsUnreadableEmail(
    string To,
    string Name,
    string Workspace,
    int Count,
    string Vaults,
    string Path
) : EmailMessage(To)
{
    /// <summary>Stored in the outbox; not to be changed.</summary>
    public const string Kind = "VaultsUnreadableLetter";

    public override string Subject =>
        Count == 1
            ? $"A configuration vault of {Workspace} cannot be read"
            : $"{Count} configuration vaults of {Workspace} cannot be read";
}
