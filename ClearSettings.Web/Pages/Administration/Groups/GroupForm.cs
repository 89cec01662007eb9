using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>What the form of a group sends beside its members.</summary>
public sealed record GroupPost
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public int? Version { get; init; }

    /// <summary>
    /// An empty field arrives as null, but means empty; a field that the form did not show stays null.
    /// </summary>
    public GroupInput Input(BuiltInGroup? builtIn, PickerPost members) =>
        new()
        {
            Name = builtIn is null ? Name ?? "" : null,
            Description = builtIn == BuiltInGroup.Admins ? null : Description ?? "",
            Users = members.Chosen,
            RowVersion = Version,
        };
}

/// <summary>The form of a group as _GroupForm.cshtml shows it.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Id">Null for a new group.</param>
public sealed record GroupForm(
    string Url,
    Guid? Id,
    BuiltInGroup? BuiltIn,
    string? Name,
    string? Description,
    int? Version,
    Picker Members
)
{
    public string Title => Id is null ? "Add group" : $"Edit {Shown}";

    /// <summary>Its name before the change.</summary>
    public string Shown { get; init; } = "";

    public string Lead =>
        BuiltIn switch
        {
            BuiltInGroup.Users => "Includes everyone in the workspace and all service accounts. It cannot be changed.",
            BuiltInGroup.Admins =>
                "Its members are administrators of the workspace. Changes apply to their next request.",
            BuiltInGroup.QueueAdmins => "Its members can create, rename and delete queues.",
            _ => "Members receive the vaults that are assigned to the group.",
        };
}

/// <summary>Makes the form of a group: as it is, or as someone sent it.</summary>
public sealed class GroupForms(MemberPickers boxes, Current current)
{
    public string Groups => Links.Groups(current.WorkspaceId);

    public async Task<GroupForm> NewAsync(GroupPost post, PickerPost members) =>
        new(
            Links.NewGroup(current.WorkspaceId),
            null,
            null,
            post.Name,
            post.Description,
            null,
            await boxes.ListAsync(Links.NewGroup(current.WorkspaceId), members.Chosen, members.Q)
        );

    public async Task<GroupForm> EditAsync(GroupDetail found, GroupPost? post = null, PickerPost? members = null)
    {
        var (group, admins) = (found.Group, found.Group.BuiltIn == BuiltInGroup.Admins);
        var url = Links.EditGroup(current.WorkspaceId, group.Id);
        var box = await boxes.ListAsync(
            url,
            members?.Chosen ?? [.. found.Members.Select(m => m.Id)],
            members?.Q,
            admins,
            admins ? WhyFixed : null
        );
        return new(
            url,
            group.Id,
            group.BuiltIn,
            post is null ? group.Name : post.Name,
            post is null ? group.Description : post.Description,
            post?.Version ?? found.Version,
            box
        )
        {
            Shown = group.Name,
        };
    }

    private string? WhyFixed(WorkspaceAccount c) =>
        c.IsOwner ? "Owner"
        : c.Id == current.UserId ? "You"
        : c.IsServiceAccount ? "Set on the account page"
        : null;
}
