using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Workspace.Vaults;

/// <summary>A vault with the same contents, for another group.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Duplicate(VaultStore store, GroupDirectory groups, DuplicateVault duplicate) : AppPage
{
    /// <summary>What the group's field says for all of the workspace.</summary>
    public const string Everybody = "workspace";

    private const string Ending = " copy";

    public Vault Vault { get; private set; } = null!;

    public IReadOnlyList<NamedGroup> Groups { get; private set; } = [];

    public string Name { get; private set; } = "";

    /// <summary>The id of a group, or <see cref="Everybody"/>.</summary>
    public string Group { get; private set; } = "";

    public string Vaults => $"/workspaces/{Current.WorkspaceId.Text()}/vaults";

    public async Task<IActionResult> OnGetAsync(string id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, string? name, string? group)
    {
        if (!await LoadAsync(id)) return NotFound();
        (Name, Group) = (name ?? "", group ?? "");
        var chosen = Domain.Id.TryParse(group, out var groupId) ? groupId : (Guid?)null;
        var done = await duplicate.RunAsync(Vault.Id, name, chosen is not null ? VaultScope.Group : group == Everybody ? VaultScope.Organization : null, chosen);
        if (done.Ok) return DoneAt($"{Vaults}/{done.Value.Text()}", $"{name!.Trim()} is made. It is off until you turn it on.");
        return Refused(done.Refusal == Refusal.Invalid ? Result.Refuse([.. done.Problems.Select(p => p with { Field = FieldOf(p.Field) })]) : done);
    }

    private async Task<bool> LoadAsync(string id)
    {
        if (!Domain.Id.TryParse(id, out var vaultId) || await store.FindAsync(vaultId) is not { Scope: not VaultScope.User } vault) return false;
        (Vault, Groups) = (vault, (await groups.OfAsync(Current.WorkspaceId)).Groups);
        var longest = Names.MaxLength - Ending.Length;
        Name = (vault.Name.Length <= longest ? vault.Name : vault.Name[..(char.IsHighSurrogate(vault.Name[longest - 1]) ? longest - 1 : longest)].TrimEnd()) + Ending;
        Group = vault.Scope == VaultScope.Organization ? Everybody : vault.GroupId?.Text() ?? "";
        return true;
    }

    private static string FieldOf(string field) => field switch { SaveVault.NameTaken or "Name" => "Name", SaveVault.UnknownGroup or "Scope" => "Group", _ => "" };
}
