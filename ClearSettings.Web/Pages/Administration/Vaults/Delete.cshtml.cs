using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>Says what is lost, and asks, before a vault is deleted.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Delete(VaultStore store, VaultHistory history, VaultRecipients reach, DeleteVaults delete) : AppPage
{
    public Vault Vault { get; private set; } = null!;

    public IReadOnlyList<string> Consequences { get; private set; } = [];

    public string Vaults => BackTo(Links.Vaults(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        const string gone = "This vault was already deleted.";
        if (!await LoadAsync(id))
            return UnchangedAt(Vaults, gone);
        var name = Vault.Name;
        var done = await delete.RunAsync([Vault.Id]);
        if (!done.Ok)
            return Refused(done);
        return done.Value.Count == 0 ? UnchangedAt(Vaults, gone) : DoneAt(Vaults, $"Vault {name} deleted.");
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if (await store.FindAsync(id) is not { Scope: not VaultScope.User } vault)
            return false;
        Vault = vault;
        Consequences =
        [
            DescribeRecipients(await reach.CountAsync(vault)),
            await history.CountAsync(vault) is var versions && versions == 1
                ? "Its only version is deleted."
                : $"All {versions} versions of it are deleted.",
        ];
        return true;
    }

    private string DescribeRecipients((int People, int Machines) reached)
    {
        if (!Vault.Enabled)
            return "It is disabled, so no client receives it.";
        var words = new[]
        {
            reached.People == 0 ? null
            : reached.People == 1 ? "1 person"
            : $"{reached.People} people",
            reached.Machines == 0 ? null : TimeText.Count(reached.Machines, "service account"),
        }.OfType<string>().ToList();
        if (words.Count == 0)
            return "It is enabled, but its group has no members.";
        return $"{string.Join(" and ", words)} {(reached.People + reached.Machines == 1 ? "receives" : "receive")} "
            + "it. Their clients lose these settings the next time they start.";
    }
}
