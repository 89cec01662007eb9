using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using ClearSettings.Web.Pages.Administration.Vaults;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Settings.Workspaces.Vault;

/// <summary>What one version of one's own vault changed; posting restores it.</summary>
[Needs(Permission.EditOwnVault)]
public sealed class Version(VaultStore store, VaultHistoryViews past, RestoreVault restore) : AppPage
{
    public VersionView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(int number) => await LoadAsync(number) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int number)
    {
        if (!await LoadAsync(number))
            return NotFound();
        var done = await restore.RunAsync(View.Vault.Id, number);
        if (done.Ok)
            return DoneAt(View.Url, Administration.Vaults.Version.DescribeRestored(number, done.Value));
        View = View with { Problem = done.Problems[0].Message };
        return Refused(done);
    }

    private async Task<bool> LoadAsync(int number)
    {
        if (
            await past.ReadAsync(
                await store.FindPersonalAsync(Current.UserId),
                $"/settings/workspaces/{Current.WorkspaceId.ToHex()}/vault/history",
                number
            )
            is not { } view
        )
            return false;
        View = view;
        return true;
    }
}
