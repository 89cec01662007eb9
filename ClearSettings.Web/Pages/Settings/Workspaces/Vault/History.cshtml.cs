using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>Every save of one's own vault.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class History(VaultStore store, VaultHistoryViews past) : AppPage
{
    public VaultHistoryView View { get; private set; } = null!;

    public async Task OnGetAsync([FromQuery(Name = "p")] int page = 1)
    {
        var url = $"/settings/workspaces/{Current.WorkspaceId.ToHex()}/vault";
        View = await past.ListAsync(await store.FindPersonalAsync(Current.UserId), $"{url}/history", url, page);
    }
}
