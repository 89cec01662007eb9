using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>A group with everyone who is in it, whether it lists them or not.</summary>
/// <param name="Version">Changes with its name, description and members; for a form to send back.</param>
public sealed record GroupDetail(Group Group, IReadOnlyList<WorkspaceAccount> Members, int Version)
{
    /// <summary>Whether its members can be changed, directly or by their role.</summary>
    public bool IsAssignable => Group.BuiltIn != BuiltInGroup.Users;
}

/// <summary>Reads groups of the current workspace with their members, in order of name.</summary>
public sealed class GroupDetails(ClearSettingsDb db, WorkspaceAccounts colleagues)
{
    /// <summary>Null when there is no such group here.</summary>
    public Task<GroupDetail?> FindAsync(Guid id) => FindAsync(db.Groups.AsNoTracking(), id);

    /// <summary>To be changed.</summary>
    internal Task<GroupDetail?> TrackAsync(Guid id) => FindAsync(db.Groups, id);

    /// <summary>
    /// Oldest first, and no more than <see cref="IdList.MaxCount"/>. Costs three queries, however many groups there
    /// are.
    /// </summary>
    /// <param name="ids">Only those, and no more than as many; null is all.</param>
    /// <param name="skip">How many of them come before.</param>
    public async Task<Result<IReadOnlyList<GroupDetail>>> ReadAsync(
        IReadOnlyCollection<Guid>? ids = null,
        int skip = 0,
        int take = IdList.MaxCount
    )
    {
        if (IdList.Check(ids?.Count ?? 0) is { } tooMany)
            return Result<IReadOnlyList<GroupDetail>>.From(tooMany);
        var wanted = ids is null ? db.Groups.AsNoTracking() : db.Groups.AsNoTracking().Where(g => ids.Contains(g.Id));
        var groups = await wanted
            .OrderBy(g => g.CreatedAt)
            .ThenBy(g => g.Id)
            .Skip(skip)
            .Take(Math.Min(take, IdList.MaxCount))
            .ToListAsync();
        var everybody = await colleagues.All.OrderBy(c => c.Name.ToLower()).ThenBy(c => c.Id).ToListAsync();
        var listed = await ReadListedAsync(groups.ConvertAll(g => g.Id));
        return Result<IReadOnlyList<GroupDetail>>.Success([
            .. groups.Select(g =>
            {
                var members = MembersOf(g, everybody, listed[g.Id].ToHashSet());
                return new GroupDetail(g, members, Version(g, members));
            }),
        ]);
    }

    /// <summary>The accounts that each group lists.</summary>
    private async Task<ILookup<Guid, Guid>> ReadListedAsync(List<Guid> groups)
    {
        var rows = await db
            .GroupMembers.Where(m => groups.Contains(m.GroupId))
            .Select(m => new { m.GroupId, m.UserId })
            .ToListAsync();
        return rows.ToLookup(m => m.GroupId, m => m.UserId);
    }

    private static List<WorkspaceAccount> MembersOf(
        Group group,
        List<WorkspaceAccount> everybody,
        HashSet<Guid> listed
    ) =>
        group.BuiltIn switch
        {
            BuiltInGroup.Users => [.. everybody],
            BuiltInGroup.Admins => everybody.FindAll(c => c.IsAdmin),
            _ => everybody.FindAll(c => listed.Contains(c.Id)),
        };

    private async Task<GroupDetail?> FindAsync(IQueryable<Group> groups, Guid id)
    {
        var group = await groups.SingleOrDefaultAsync(g => g.Id == id);
        if (group is null)
            return null;
        var members = await MembersOf(group).OrderBy(c => c.Name.ToLower()).ThenBy(c => c.Id).ToListAsync();
        return new(group, members, Version(group, members));
    }

    private IQueryable<WorkspaceAccount> MembersOf(Group group) =>
        group.BuiltIn switch
        {
            BuiltInGroup.Users => colleagues.All,
            BuiltInGroup.Admins => colleagues.All.Where(c => c.IsAdmin),
            _ => colleagues.All.Where(c => db.GroupMembers.Any(m => m.GroupId == group.Id && m.UserId == c.Id)),
        };

    // Roles change elsewhere and do not touch the row of Admins, so who they are counts in. The order does not.
    private static int Version(Group group, IEnumerable<WorkspaceAccount> members) =>
        group.BuiltIn == BuiltInGroup.Admins
            ? members.Aggregate(
                group.RowVersion,
                (sum, c) => unchecked(sum + BitConverter.ToInt32(c.Id.ToByteArray(), 12))
            )
            : group.RowVersion;
}
