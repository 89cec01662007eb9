using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Every save of a vault.</summary>
[Needs(Permission.ManageVaults)]
public sealed class History(VaultStore store, VaultHistoryViews past) : AppPage
{
    public VaultHistoryView View { get; private set; } = null!;

    public string Vaults => $"/workspaces/{Current.WorkspaceId.ToHex()}/vaults";

    public async Task<IActionResult> OnGetAsync(string id, [FromQuery(Name = "p")] int page = 1)
    {
        if (!Domain.EntityId.TryParse(id, out var vaultId) || await store.FindAsync(vaultId) is not { } vault)
            return NotFound();
        View = await past.ListAsync(vault, $"{Vaults}/{vaultId.ToHex()}/history", $"{Vaults}/{vaultId.ToHex()}", page);
        return Page();
    }
}
