using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Pages.Administration.Vaults.Editor;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults.Versions;

/// <summary>What one version changed; posting restores it.</summary>
[Needs(Permission.ManageVaults)]
[AlsoAt("/settings/workspaces/{workspace}/vault/history/{number:int}", Permission.EditOwnVault)]
[AlsoAt(
    "/workspaces/{workspace}/service-accounts/{account:id}/vault/history/{number:int}",
    Permission.ManageServiceAccounts
)]
public sealed class Version(OwnedVaults vaults, VaultHistoryViews past, RestoreVault restore) : VaultPage(vaults)
{
    public VersionView View { get; private set; } = null!;

    public (string Title, string Url)[] Parents => [VaultsParent, ("History", View.Url)];

    public async Task<IActionResult> OnGetAsync(int number) => await LoadAsync(number) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int number)
    {
        if (!await LoadAsync(number))
            return NotFound();
        var done = await restore.RunAsync(View.Vault.Id, number);
        if (done.Ok)
            return DoneAt(View.Url, DescribeRestored(number, done.Value));
        View = View with { Problem = done.Problems[0].Message };
        return Refused(done);
    }

    private static string DescribeRestored(int number, Vault vault) =>
        vault.Version == number
            ? $"Version {number} is the current one."
            : $"Version {number} restored as version {vault.Version}.";

    private async Task<bool> LoadAsync(int number)
    {
        if (await past.ReadAsync(Owned.Vault, Context, number) is not { } view)
            return false;
        View = view;
        return true;
    }
}
