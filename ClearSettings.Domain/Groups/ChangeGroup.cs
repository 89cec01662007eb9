using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>
/// Changes a group's name, description and members. Of the built-in ones Users does not change at all, Admins takes
/// members only, by making them administrators or not, and Queue admins keeps its name.
/// </summary>
public sealed class ChangeGroup(
    ClearSettingsDb db,
    Change change,
    GroupDetails details,
    GroupNames names,
    GroupMembers members
)
{
    private const string NotFoundMessage = "This group no longer exists.";

    public Task<Result<Group>> RunAsync(Guid id, GroupInput input) =>
        GroupMembers.CheckCount(input.Users?.Count ?? 0) is { } tooMany
            ? Task.FromResult(Result<Group>.From(tooMany))
            : change.RunAsync(
                Permission.ManageGroups,
                async () =>
                {
                    if (await details.TrackAsync(id) is not { } found)
                        return Result<Group>.NotFound(NotFoundMessage);
                    var group = found.Group;
                    if (input.RowVersion is { } shown && shown != found.Version)
                        return Result<Group>.Conflict(await DescribeEditorAsync(group));
                    if (RefuseBuiltIn(group, input) is { } fixedForm)
                        return Result<Group>.From(fixedForm);
                    if (await DescribeAsync(group, input) is { Count: > 0 } problems)
                        return Result<Group>.Refuse(problems);
                    var moved = input.Users is null
                        ? Result.Done
                        : await members.ReplaceAsync(found, [.. input.Users.Distinct()]);
                    return moved.Ok ? group : Result<Group>.From(moved);
                }
            );

    private static Result? RefuseBuiltIn(Group group, GroupInput input)
    {
        if (group.BuiltIn is not { } kind)
            return null;
        if (kind == BuiltInGroup.Users)
            return Result.Refuse("", "Users includes everyone in the workspace and cannot be changed.");
        if (input.Name is { } name && name.Trim() != group.Name)
            return Result.Refuse(nameof(GroupInput.Name), $"{group.Name} is built in and cannot be renamed.");
        return kind == BuiltInGroup.Admins && !string.IsNullOrWhiteSpace(input.Description)
            ? Result.Refuse(
                nameof(GroupInput.Description),
                $"{group.Name} is built in, so its description cannot be changed."
            )
            : null;
    }

    private async Task<IReadOnlyList<Problem>> DescribeAsync(Group group, GroupInput input)
    {
        var (name, description, problems) = await names.CheckAsync(
            input.Name ?? group.Name,
            input.Description ?? group.Description,
            except: group.Id
        );
        if (problems.Count > 0 || (name == group.Name && description == group.Description))
            return problems;
        change.Audit.Record(AuditKind.GroupChanged, name, name == group.Name ? "description" : $"was {group.Name}");
        group.Change(name, description);
        return problems;
    }

    private async Task<string> DescribeEditorAsync(Group group)
    {
        var who = await db
            .AuditEvents.Where(e =>
                e.Subject == group.Name && (e.Kind == AuditKind.GroupChanged || e.Kind == AuditKind.GroupMembersChanged)
            )
            .OrderByDescending(e => e.At)
            .Select(e => e.ActorName)
            .FirstOrDefaultAsync();
        return $"{who ?? "Somebody"} changed this group since you opened it. Your change was not saved. Reload the "
            + "page to see the latest version.";
    }
}
