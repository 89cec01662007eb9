using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Vaults;

/// <summary>A group that a form or filter offers.</summary>
public sealed record GroupChoice(Guid Id, string Name, string? Description);

/// <summary>The fields that say whose clients receive a vault, as _Recipients shows them.</summary>
public sealed record RecipientFields(VaultScope Scope, Picker Groups)
{
    /// <summary>Names of the form fields.</summary>
    public const string ScopeField = "Scope";

    public const string GroupsField = "Groups";
}

/// <summary>Fills and reads these fields, for the editor and for a copy of a vault.</summary>
public sealed class RecipientForms(ClearSettingsDb db)
{
    /// <summary>Groups that a vault can be for: the built-in ones, then the others by name.</summary>
    public async Task<IReadOnlyList<GroupChoice>> ListAsync()
    {
        var groups = await db
            .Groups.Select(g => new
            {
                g.Id,
                g.Name,
                g.Description,
                g.BuiltIn,
            })
            .ToListAsync();
        return
        [
            .. groups
                .OrderBy(g => g.BuiltIn is null)
                .ThenBy(g => g.Name, StringComparer.OrdinalIgnoreCase)
                .Select(g => new GroupChoice(g.Id, g.Name, g.Description)),
        ];
    }

    /// <param name="scope">Null for a form that was not filled in yet.</param>
    /// <param name="groups">Ids as <see cref="ReadIds"/> takes them.</param>
    public async Task<RecipientFields> ShowAsync(VaultScope? scope, string[] groups)
    {
        var chosen = ReadIds(groups).ToHashSet();
        var rows = (await ListAsync()).Select(g => new PickerRow(
            g.Id,
            PickerKind.Group,
            g.Name,
            g.Description,
            chosen.Contains(g.Id)
        ));
        return new(
            scope ?? VaultScope.Group,
            new(RecipientFields.GroupsField, "Groups", RecipientFields.GroupsField, [.. rows])
            {
                SearchLabel = "Search groups",
                Hint = "Members and service accounts of any selected group receive the vault.",
            }
        );
    }

    /// <summary>As the form sends them.</summary>
    public static string[] GetIds(Vault? vault) =>
        vault is null ? [] : [.. vault.GetAssignment().GroupIds.Select(id => id.ToHex())];

    /// <summary>Null where the form's groups do not count. What is no id is no group's.</summary>
    public static IReadOnlyList<Guid>? Read(VaultScope? scope, string[] groups) =>
        scope == VaultScope.Group ? ReadIds(groups) : null;

    private static IReadOnlyList<Guid> ReadIds(string[] groups) =>
        [.. groups.Select(g => Domain.EntityId.TryParse(g, out var id) ? id : Guid.Empty)];
}
