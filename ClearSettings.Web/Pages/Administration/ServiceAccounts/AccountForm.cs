using ClearSettings.Domain;
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
            Hint = "Every service account is also in the group Users.",
        };

    /// <summary>What can be granted, in words.</summary>
    public static IReadOnlyList<(Permission Permission, string Title, string Description)> Grants { get; } =
    [
        (
            Permission.ManageResources,
            "Manage resources",
            "It can add, change and delete objects of the resource catalog."
        ),
        (
            Permission.CheckAccess,
            "Check access of others",
            "It can ask what any user or service account can read and modify."
        ),
        (
            Permission.ReadStorageCleanup,
            "Read storage cleanup credentials",
            "It can read the credentials, with their secrets, with which files are deleted from cloud storage."
        ),
    ];

    public bool IsGranted(Permission permission) => Input.GrantedPermissions?.Contains(permission) == true;

    /// <summary>A box that is not ticked is not sent at all.</summary>
    public static ServiceAccountInput Read(ServiceAccountInput input) =>
        input with
        {
            Name = input.Name ?? "",
            AllowsImpersonation = input.AllowsImpersonation ?? false,
            IsAdmin = input.IsAdmin ?? false,
            Groups = input.Groups ?? [],
            GrantedPermissions = input.GrantedPermissions ?? [],
        };

    private bool Has(Group group) => Input.Groups?.Contains(group.Id) == true;
}
