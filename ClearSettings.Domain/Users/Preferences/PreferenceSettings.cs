namespace ClearSettings.Domain.Users.Preferences;

/// <summary>Section "Preferences" of the configuration.</summary>
public sealed class PreferenceSettings
{
    /// <summary>Scripts of running users are blocked in every browser, whatever each user chose.</summary>
    public bool BlockUserScripts { get; set; }
}
