using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;

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

    public static string VaultsUrl(Guid workspace) => $"/workspaces/{workspace.ToHex()}/vaults";

    /// <param name="vault">Null for one that is not saved yet.</param>
    public static EditorContext Shared(Guid workspace, Guid? vault)
    {
        var vaults = VaultsUrl(workspace);
        return new(
            $"{vaults}/{vault?.ToHex() ?? "new"}",
            vaults,
            "Administrator vaults",
            $"{vaults}/effective",
            $"{vaults}/keys",
            vault is { } id ? $"{vaults}/{id.ToHex()}/history" : null,
            IsShared: true,
            VaultAudience.Others
        );
    }

    public static EditorContext Personal(Guid workspace)
    {
        var panel = $"/settings/workspaces/{workspace.ToHex()}";
        return new(
            $"{panel}/vault",
            "/settings/workspaces",
            "Workspaces",
            $"{panel}/effective",
            $"{panel}/vault/keys",
            $"{panel}/vault/history",
            IsShared: false,
            VaultAudience.Author
        );
    }

    /// <param name="name">Of the service account.</param>
    public static EditorContext OfAccount(Guid workspace, Guid user, string name)
    {
        var account = $"/workspaces/{workspace.ToHex()}/service-accounts/{user.ToHex()}";
        return new(
            $"{account}/vault",
            account,
            "Service account",
            $"{VaultsUrl(workspace)}/effective?user={user.ToHex()}",
            $"/settings/workspaces/{workspace.ToHex()}/vault/keys",
            $"{account}/vault/history",
            IsShared: false,
            VaultAudience.Others
        )
        {
            Account = name,
        };
    }
}
