using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Pages.Administration.Vaults.Editor;

namespace ClearSettings.Web.Pages.Administration.Vaults.Versions;

/// <summary>Every save of a vault.</summary>
[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault/history", Permission.EditOwnVault)]
[AlsoAt("/workspaces/{workspace}/service-accounts/{account:id}/vault/history", Permission.ManageServiceAccounts)]
public sealed class History(OwnedVaults vaults, VaultHistoryViews past) : VaultPage(vaults)
{
    public VaultHistoryView View { get; private set; } = null!;

    public string Name =>
        Context.Account is { } account ? $"the vault of {account}"
        : Context.IsOwn ? "your vault"
        : Owned.Vault!.Name;

    public (string Title, string Url)[] Parents =>
        [VaultsParent, (Context.IsShared ? Owned.Vault!.Name : "Vault", View.Back)];

    public async Task OnGetAsync(HistoryQuery query) => View = await past.ListAsync(Owned.Vault, Context, query);
}
