using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>What one version changed; posting restores it.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Version(VaultStore store, VaultHistoryViews past, RestoreVault restore) : AppPage
{
    public VersionView View { get; private set; } = null!;

    public string Vaults => $"/workspaces/{Current.WorkspaceId.ToHex()}/vaults";

    public async Task<IActionResult> OnGetAsync(string id, int number) =>
        await LoadAsync(id, number) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, int number)
    {
        if (!await LoadAsync(id, number))
            return NotFound();
        var done = await restore.RunAsync(View.Vault.Id, number);
        if (done.Ok)
            return DoneAt(View.Url, DescribeRestored(number, done.Value));
        View = View with { Problem = done.Problems[0].Message };
        return Refused(done);
    }

    internal static string DescribeRestored(int number, Vault vault) =>
        vault.Version == number
            ? $"Version {number} is the current one."
            : $"Version {number} restored as version {vault.Version}.";

    private async Task<bool> LoadAsync(string id, int number)
    {
        if (
            !Domain.EntityId.TryParse(id, out var vaultId)
            || await past.ReadAsync(await store.FindAsync(vaultId), $"{Vaults}/{vaultId.ToHex()}/history", number)
                is not { } view
        )
            return false;
        View = view;
        return true;
    }
}
