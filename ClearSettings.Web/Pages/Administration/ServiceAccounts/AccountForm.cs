using ClearSettings.Domain.Groups;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>The fields that a new and an existing account share, as they were typed.</summary>
/// <param name="AllowsAdmins">Whether the server's configuration lets service accounts be administrators.</param>
public sealed record AccountForm(ServiceAccountInput Input, IReadOnlyList<Group> Groups, bool AllowsAdmins)
{
    public Picker GroupPicker =>
        new(
            nameof(ServiceAccountInput.Groups),
            "Groups",
            nameof(ServiceAccountInput.Groups),
            [.. Groups.Select(g => new PickerRow(g.Id, PickerKind.Group, g.Name, g.Description, Has(g)))]
        )
        {
            IsOptional = true,
            SearchLabel = "Search groups",
            Hint = "Like everyone, it is also in Users.",
        };

    /// <summary>A box that is not ticked is not sent at all.</summary>
    public static ServiceAccountInput Read(ServiceAccountInput input) =>
        input with
        {
            Name = input.Name ?? "",
            AllowsImpersonation = input.AllowsImpersonation ?? false,
            IsAdmin = input.IsAdmin ?? false,
            Groups = input.Groups ?? [],
        };

    private bool Has(Group group) => Input.Groups?.Contains(group.Id) == true;
}
