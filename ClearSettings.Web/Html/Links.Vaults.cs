using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <content>Vaults of groups and of the workspace.</content>
public static partial class Links
{
    public static string VaultActivity(Guid workspace) => $"{In(workspace)}/vault-activity";

    public static string Vaults(Guid workspace) => $"{In(workspace)}/vaults";

    public static string NewVault(Guid workspace) => $"{Vaults(workspace)}/new";

    /// <summary>What a person or service account receives.</summary>
    public static string EffectiveVaults(Guid workspace) => $"{Vaults(workspace)}/effective";

    /// <summary>What an agent receives that runs as a service account.</summary>
    public static string EffectiveVaultsOfAgent(Guid workspace, Guid account) =>
        $"{EffectiveVaults(workspace)}?user={account.ToHex()}&as=agent";

    public static string Vault(Guid workspace, Guid id) => $"{Vaults(workspace)}/{id.ToHex()}";

    public static string VaultHistory(Guid workspace, Guid id) => $"{Vault(workspace, id)}/history";

    public static string ToggleVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/active";

    public static string DuplicateVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/duplicate";

    public static string DownloadVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/download";

    public static string DeleteVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/delete";
}
