namespace ClearSettings.Domain.Mail.Letters;

/// <summary>To the owner and the administrators of a workspace when vaults of it cannot be decrypted; once for each incident.</summary>
/// <param name="Vaults">Their names, the first ones of many.</param>
public sealed record VaultsUnreadableLetter(string To, string Name, string Workspace, int Count, string Vaults, string Path) : Letter(To)
{
    public override string Subject => Count == 1 ? $"A configuration vault of {Workspace} cannot be read" : $"{Count} configuration vaults of {Workspace} cannot be read";
}
