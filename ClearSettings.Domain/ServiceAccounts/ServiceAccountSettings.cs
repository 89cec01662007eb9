namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>Section "ServiceAccounts" of the configuration.</summary>
public sealed class ServiceAccountSettings
{
    /// <summary>
    /// Whether service accounts may be administrators. Off again, those that are one have a member's rights
    /// immediately.
    /// </summary>
    public bool AllowAdmins { get; set; }

    public int MaxPerWorkspace { get; set; } = 100;
}
