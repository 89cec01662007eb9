using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Groups;

/// <summary>Makes a group in the current workspace, with members if the input names any.</summary>
public sealed class CreateGroup(
    ClearSettingsDb db,
    Change change,
    GroupNames names,
    GroupMembers members,
    IOptions<GroupSettings> settings
)
{
    public Task<Result<Group>> RunAsync(GroupInput input) =>
        GroupMembers.CheckCount(input.Users?.Count ?? 0) is { } tooMany
            ? Task.FromResult(Result<Group>.From(tooMany))
            : change.RunAsync(
                Permission.ManageGroups,
                async () =>
                {
                    var most = settings.Value.MaxPerWorkspace;
                    if (await db.Groups.CountAsync(g => g.BuiltIn == null) >= most)
                        return Result<Group>.Refuse(
                            "",
                            $"This workspace has {most:N0} groups, which is the maximum. Delete a group that you "
                                + "no longer need first."
                        );
                    var (name, description, problems) = await names.CheckAsync(input.Name, input.Description);
                    var chosen = await members.FindAsync(input.Users ?? []);
                    if (problems.Count > 0 || !chosen.Ok)
                        return Result<Group>.Refuse([.. problems, .. chosen.Problems]);
                    var group = Group.Create(change.Current.WorkspaceId, name, description, change.Time);
                    db.Groups.Add(group);
                    change.Audit.Record(AuditKind.GroupCreated, name);
                    await members.ChangeAsync(group, chosen.Value, []);
                    return (Result<Group>)group;
                }
            );
}
