using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>
/// Puts people and service accounts into groups that list their members, and takes them out; the use cases around it
/// have asked whether.
/// </summary>
public sealed class GroupMembers(ClearSettingsDb db, Change change, WorkspaceAccounts colleagues, ChangeRole roles)
{
    /// <summary>Maximum number of people in one call.</summary>
    public const int MaxMembers = 10_000;

    /// <summary>The refusal of a list that is too long, or null. Ask it before the database is asked.</summary>
    public static Result? CheckCount(int count) =>
        count <= MaxMembers
            ? null
            : Result.Refuse(
                nameof(GroupInput.Users),
                $"You can add at most {MaxMembers:N0} members to a group at a time."
            );

    /// <summary>Those of the ids that can be in a group of the current workspace; refuses when one cannot.</summary>
    internal async Task<Result<IReadOnlyList<WorkspaceAccount>>> FindAsync(IReadOnlyCollection<Guid> ids)
    {
        var found = await colleagues.All.Where(c => ids.Contains(c.Id)).OrderBy(c => c.Name.ToLower()).ToListAsync();
        var missing = ids.Distinct().Count() - found.Count;
        if (missing == 0)
            return Result<IReadOnlyList<WorkspaceAccount>>.Success(found);
        return Refuse(
            missing == 1
                ? "1 of the selected accounts is not in this workspace. Reload the page."
                : $"{missing} of the selected accounts are not in this workspace. Reload the page."
        );

        static Result<IReadOnlyList<WorkspaceAccount>> Refuse(string message) =>
            Result<IReadOnlyList<WorkspaceAccount>>.Refuse(nameof(GroupInput.Users), message);
    }

    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace. Who is in it already, or not, is passed over; an
    /// event tells of the others.
    /// </summary>
    /// <param name="group">In the unit of work.</param>
    /// <returns>How many came and went.</returns>
    internal async Task<int> ChangeAsync(
        Group group,
        IReadOnlyCollection<WorkspaceAccount> add,
        IReadOnlyCollection<WorkspaceAccount> remove
    )
    {
        List<Guid> ids = [.. add.Concat(remove).Select(c => c.Id)];
        var rows = await db
            .GroupMembers.Where(m => m.GroupId == group.Id && ids.Contains(m.UserId))
            .ToDictionaryAsync(m => m.UserId);
        List<WorkspaceAccount> came = [.. add.Where(c => !rows.ContainsKey(c.Id))];
        List<WorkspaceAccount> went = [.. remove.Where(c => rows.ContainsKey(c.Id))];
        db.GroupMembers.AddRange(came.Select(c => GroupMember.Create(group, c.Id, change.Time)));
        db.GroupMembers.RemoveRange(went.Select(c => rows[c.Id]));
        if (came.Count + went.Count == 0)
            return 0;
        if (db.Entry(group).State != EntityState.Added)
            group.Touch();
        Record(group, came, went);
        return came.Count + went.Count;
    }

    /// <summary>
    /// Makes the members of a group those, and no others. Of Admins, whose members have a role, by changing roles.
    /// </summary>
    internal async Task<Result> ReplaceAsync(GroupDetail found, IReadOnlyCollection<Guid> ids)
    {
        var wanted = await FindAsync(ids);
        if (!wanted.Ok)
            return wanted;
        var before = found.Members.Select(c => c.Id).ToHashSet();
        List<WorkspaceAccount> add = [.. wanted.Value.Where(c => !before.Contains(c.Id))],
            remove = [.. found.Members.Where(c => !ids.Contains(c.Id))];
        if (found.Group.BuiltIn == BuiltInGroup.Admins)
            return await ChangeAdminsAsync(found.Group, add, remove);
        await ChangeAsync(found.Group, add, remove);
        return Result.Done;
    }

    private async Task<Result> ChangeAdminsAsync(Group group, List<WorkspaceAccount> add, List<WorkspaceAccount> remove)
    {
        foreach (var person in add.Concat(remove))
        {
            if (person.IsServiceAccount)
                return Refuse($"{person.Name} is a service account. Make it an administrator on its own page.");
            if (person.IsOwner)
                return Refuse($"{person.Name} is the owner and cannot be removed from {group.Name}.");
            if (person.Id == change.Current.UserId)
                return Refuse("You cannot change your own role. Ask another administrator.");
            var changed = await roles.RunAsync(person.Id, person.IsAdmin ? MemberRole.Member : MemberRole.Admin);
            if (!changed.Ok)
                return changed;
        }
        if (add.Count + remove.Count > 0)
            Record(group, add, remove);
        return Result.Done;

        static Result Refuse(string message) => Result.Refuse(nameof(GroupInput.Users), message);
    }

    private void Record(
        Group group,
        IReadOnlyCollection<WorkspaceAccount> came,
        IReadOnlyCollection<WorkspaceAccount> went
    ) =>
        change.Audit.Record(
            AuditKind.GroupMembersChanged,
            group.Name,
            string.Join(
                "; ",
                new[]
                {
                    GroupText.DescribeSome("added", [.. came.Select(c => c.Name)]),
                    GroupText.DescribeSome("removed", [.. went.Select(c => c.Name)]),
                }.OfType<string>()
            )
        );
}
