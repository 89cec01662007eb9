using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A vault with the same contents, for another group.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Duplicate(VaultStore store, GroupCache groups, DuplicateVault duplicate) : AppPage
{
    /// <summary>What the group's field says for all of the workspace.</summary>
    public const string Everyone = "workspace";

    private const string NameSuffix = " copy";

    public Vault Vault { get; private set; } = null!;

    public IReadOnlyList<NamedGroup> Groups { get; private set; } = [];

    public string Name { get; private set; } = "";

    /// <summary>The id of a group, or <see cref="Everyone"/>.</summary>
    public string Group { get; private set; } = "";

    public string Vaults => BackTo(Links.Vaults(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string? name, string? group)
    {
        if (!await LoadAsync(id))
            return NotFound();
        (Name, Group) = (name ?? "", group ?? "");
        var chosen = Domain.EntityId.TryParse(group, out var groupId) ? groupId : (Guid?)null;
        var done = await duplicate.RunAsync(
            Vault.Id,
            name,
            chosen is not null ? VaultScope.Group
                : group == Everyone ? VaultScope.Organization
                : null,
            chosen
        );
        if (done.Ok)
            return DoneAt(
                Links.Vault(Current.WorkspaceId, done.Value),
                $"Vault {name!.Trim()} created. It is disabled until you enable it."
            );
        return Refused(
            done.Refusal == Refusal.Invalid
                ? Result.Refuse([.. done.Problems.Select(p => p with { Field = GetField(p.Field) })])
                : done
        );
    }

    private async Task<bool> LoadAsync(Guid id)
    {
        if (await store.FindAsync(id) is not { Scope: not VaultScope.User } vault)
            return false;
        (Vault, Groups) = (vault, (await groups.GetAsync(Current.WorkspaceId)).Groups);
        var longest = NameRules.MaxLength - NameSuffix.Length;
        Name =
            (
                vault.Name.Length <= longest
                    ? vault.Name
                    : vault.Name[..(char.IsHighSurrogate(vault.Name[longest - 1]) ? longest - 1 : longest)].TrimEnd()
            ) + NameSuffix;
        Group = vault.Scope == VaultScope.Organization ? Everyone : vault.GroupId?.ToHex() ?? "";
        return true;
    }

    private static string GetField(string field) =>
        field switch
        {
            nameof(VaultInput.Name) => nameof(Name),
            nameof(VaultInput.GroupId) or nameof(VaultInput.Scope) => nameof(Group),
            _ => "",
        };
}
