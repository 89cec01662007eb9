namespace ClearSettings.Domain.Groups;

/// <summary>Section "Groups" of the configuration.</summary>
public sealed class GroupSettings
{
    /// <summary>Groups that a workspace may have, without the built-in ones.</summary>
    public int MaxPerWorkspace { get; set; } = 500;
}
