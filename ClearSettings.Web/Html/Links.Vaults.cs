using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <content>Vaults of groups and of the workspace, of the visitor, and of service accounts.</content>
public static partial class Links
{
    public static string VaultActivity(Guid workspace) => $"{In(workspace)}/vault-activity";

    public static string Vaults(Guid workspace) => $"{In(workspace)}/vaults";

    public static string NewVault(Guid workspace) => $"{Vaults(workspace)}/new";

    /// <summary>What a person or service account receives.</summary>
    public static string EffectiveVaults(Guid workspace) => $"{Vaults(workspace)}/effective";

    /// <summary>What a service account receives.</summary>
    public static string EffectiveVaultsOf(Guid workspace, Guid account) =>
        $"{EffectiveVaults(workspace)}?user={account.ToHex()}";

    /// <summary>What an agent receives that runs as a service account.</summary>
    public static string EffectiveVaultsOfAgent(Guid workspace, Guid account) =>
        $"{EffectiveVaultsOf(workspace, account)}&as=agent";

    public static string Vault(Guid workspace, Guid id) => $"{Vaults(workspace)}/{id.ToHex()}";

    public static string VaultKeys(Guid workspace) => $"{Vaults(workspace)}/keys";

    public static string VaultHistory(Guid workspace, Guid id) => $"{Vault(workspace, id)}/history";

    public static string ToggleVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/active";

    public static string DuplicateVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/duplicate";

    public static string DownloadVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/download";

    public static string DownloadVaultWithSecrets(Guid workspace, Guid id) => $"{DownloadVault(workspace, id)}/secrets";

    public static string DownloadMaskedVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/masked";

    public static string DeleteVault(Guid workspace, Guid id) => $"{Vault(workspace, id)}/delete";

    /// <summary>The visitor's own.</summary>
    public static string PersonalVault(Guid workspace) => $"{Workspaces}/{workspace.ToHex()}/vault";

    public static string TogglePersonalVault(Guid workspace) => $"{PersonalVault(workspace)}/active";

    public static string PersonalVaultKeys(Guid workspace) => $"{PersonalVault(workspace)}/keys";

    public static string PersonalVaultHistory(Guid workspace) => $"{PersonalVault(workspace)}/history";

    public static string ServiceAccountVault(Guid workspace, Guid account) =>
        $"{ServiceAccount(workspace, account)}/vault";

    public static string ServiceAccountVaultHistory(Guid workspace, Guid account) =>
        $"{ServiceAccountVault(workspace, account)}/history";
}
