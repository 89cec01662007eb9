using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Groups;

/// <summary>Makes a group in the current workspace, with members if the input names any.</summary>
public sealed class CreateGroup(ClearSettingsDb db, MemberTurn turn, GroupNames names, GroupMembers members, AuditLog audit, Current current, TimeProvider time)
{
    public Task<Result<Group>> RunAsync(GroupInput input) => db.WriteAsync(async () =>
    {
        if (await turn.TakeAsync(Permission.ManageGroups) is { } lost) return Result<Group>.From(lost);
        var (name, description, problems) = await names.CheckAsync(input.Name, input.Description);
        var chosen = await members.FindAsync(input.Users ?? []);
        if (problems.Count > 0 || !chosen.Ok) return Result<Group>.Refuse([.. problems, .. chosen.Problems]);
        var group = Group.Create(current.WorkspaceId, name, description, time);
        db.Groups.Add(group);
        audit.Record(AuditKind.GroupCreated, name);
        await members.ChangeAsync(group, chosen.Value, []);
        return (Result<Group>)group;
    });
}
