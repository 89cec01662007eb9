using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>Whose vault an editor shows: where its forms go and what it says of the vault.</summary>
/// <param name="Url">Of the editor, to which its form posts.</param>
/// <param name="Back">Where Cancel leads, and a saved vault.</param>
/// <param name="Effective">Where one sees what clients receive, or null.</param>
/// <param name="Keys">The reference of known keys.</param>
/// <param name="History">Earlier versions, or null.</param>
/// <param name="IsShared">With a name, a target and a group; otherwise someone's personal vault.</param>
/// <param name="Audience">Others also for a service account's own vault.</param>
public sealed record EditorContext(
    string Url,
    string Back,
    string BackTitle,
    string? Effective,
    string Keys,
    string? History,
    bool IsShared,
    VaultAudience Audience
)
{
    /// <summary>The name of the service account whose vault it is; null for a shared vault and one's own.</summary>
    public string? Account { get; init; }

    public bool IsOwn => !IsShared && Account is null;

    public string ToggleUrl => Url + "/active";

    public string Reveal => Url + "/reveal";

    /// <summary>One of the versions in <see cref="History"/>.</summary>
    public string VersionUrl(int number) => $"{History}/{number}";

    /// <summary>A version as a file, with secrets hidden.</summary>
    public string DownloadUrl(int number) => $"{Url}/masked?version={number}";

    /// <param name="vault">Null for one that is not saved yet.</param>
    public static EditorContext Shared(Guid workspace, Guid? vault) =>
        new(
            vault is { } id ? Links.Vault(workspace, id) : Links.NewVault(workspace),
            Links.Vaults(workspace),
            "Administrator vaults",
            Links.EffectiveVaults(workspace),
            Links.VaultKeys(workspace),
            vault is { } saved ? Links.VaultHistory(workspace, saved) : null,
            IsShared: true,
            VaultAudience.Others
        );

    public static EditorContext Personal(Guid workspace) =>
        new(
            Links.PersonalVault(workspace),
            Links.Workspaces,
            "Workspaces",
            Links.EffectiveConfiguration(workspace),
            Links.PersonalVaultKeys(workspace),
            Links.PersonalVaultHistory(workspace),
            IsShared: false,
            VaultAudience.Author
        );

    /// <param name="name">Of the service account.</param>
    public static EditorContext OfAccount(Guid workspace, Guid user, string name) =>
        new(
            Links.ServiceAccountVault(workspace, user),
            Links.ServiceAccount(workspace, user),
            "Service account",
            Links.EffectiveVaultsOf(workspace, user),
            Links.PersonalVaultKeys(workspace),
            Links.ServiceAccountVaultHistory(workspace, user),
            IsShared: false,
            VaultAudience.Others
        )
        {
            Account = name,
        };
}
