namespace ClearSettings.Domain.Vaults;

/// <summary>Whose clients receive a vault.</summary>
public enum VaultAudience
{
    /// <summary>Those of the person who writes it: a personal vault.</summary>
    Author,

    /// <summary>
    /// Those of others: a vault of a group or of the workspace, and that of a service account, which administrators
    /// write.
    /// </summary>
    Others,
}
