namespace ClearSettings.Domain.Vaults;

/// <summary>Section "Vaults" of the configuration: how much the vaults of one workspace may take.</summary>
public sealed class VaultSettings
{
    /// <summary>
    /// The newest versions of a vault that are kept, at least 1. Of older ones the last of each day (UTC) is kept.
    /// </summary>
    public int VersionsKept { get; set; } = 100;

    /// <summary>The contents of all versions of all vaults of a workspace together, in bytes.</summary>
    public long MaxStoredBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// Vaults of groups and of the whole workspace. Personal vaults do not count: each person and service account has
    /// one at most.
    /// </summary>
    public int MaxPerWorkspace { get; set; } = 1_000;
}
