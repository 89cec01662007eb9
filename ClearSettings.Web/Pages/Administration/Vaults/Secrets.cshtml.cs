using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A vault's text as a file, with its secrets: after a fresh proof, and told in the audit log.</summary>
[Needs(Permission.ManageVaults, RequireRecentAuthentication = true)]
public sealed class Secrets(VaultStore store, RevealVault reveal) : AppPage
{
    public string Vaults => Links.Vaults(Current.WorkspaceId);

    public string Problem { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id) =>
        await FindAsync(id) is { } vault
            ? LocalRedirect(Links.DownloadVault(Current.WorkspaceId, vault.Id))
            : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await FindAsync(id) is not { } vault)
            return NotFound();
        var shown = await reveal.RunAsync(vault.Id);
        if (shown.Ok)
            return VaultDownload.Create(shown.Value, vault.Format, vault.Name);
        Problem = shown.Problems[0].Message;
        return Refused(shown);
    }

    private async Task<Vault?> FindAsync(Guid id) =>
        await store.FindAsync(id) is { Scope: not VaultScope.User } vault ? vault : null;
}
