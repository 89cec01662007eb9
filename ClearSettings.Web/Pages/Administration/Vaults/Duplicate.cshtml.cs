using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A vault with the same contents, for other groups.</summary>
[Needs(Permission.ManageVaults)]
public sealed class Duplicate(VaultStore store, RecipientForms recipients, DuplicateVault duplicate) : AppPage
{
    private const string NameSuffix = " copy";

    public Vault Vault { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public RecipientFields Recipients { get; private set; } = null!;

    public string Vaults => BackTo(Links.Vaults(Current.WorkspaceId));

    public async Task<IActionResult> OnGetAsync(Guid id) => await LoadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string? name, VaultScope? scope, string[] groups)
    {
        if (!await LoadAsync(id))
            return NotFound();
        (Name, Recipients) = (name ?? "", await recipients.ShowAsync(scope, groups));
        var done = await duplicate.RunAsync(Vault.Id, name, scope, RecipientForms.Read(scope, groups));
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
        (Vault, Recipients) = (vault, await recipients.ShowAsync(vault.Scope, RecipientForms.GetIds(vault)));
        var longest = NameRules.MaxLength - NameSuffix.Length;
        Name =
            (
                vault.Name.Length <= longest
                    ? vault.Name
                    : vault.Name[..(char.IsHighSurrogate(vault.Name[longest - 1]) ? longest - 1 : longest)].TrimEnd()
            ) + NameSuffix;
        return true;
    }

    private static string GetField(string field) =>
        field switch
        {
            nameof(VaultInput.Name) => nameof(Name),
            nameof(VaultInput.GroupIds) or nameof(VaultInput.Scope) => RecipientFields.GroupsField,
            _ => "",
        };
}
