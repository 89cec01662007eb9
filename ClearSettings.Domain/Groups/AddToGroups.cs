using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>Puts several people and service accounts into several groups. Who is in one already stays there.</summary>
public sealed class AddToGroups(ClearSettingsDb db, Change change, GroupMembers members)
{
    /// <summary>The property of the form that holds the groups.</summary>
    public const string Groups = "Groups";

    /// <returns>How many memberships are new.</returns>
    public Task<Result<int>> RunAsync(IReadOnlyCollection<Guid> userIds, IReadOnlyCollection<Guid> groupIds) =>
        IdList.Check(userIds.Count, groupIds.Count) is { } tooMany
            ? Task.FromResult(Result<int>.From(tooMany))
            : change.RunAsync(
                Permission.ManageGroups,
                async () =>
                {
                    if (userIds.Count == 0)
                        return Result<int>.Refuse("", "Select at least one person.");
                    if (groupIds.Count == 0)
                        return Result<int>.Refuse(Groups, "Select at least one group.");
                    var groups = await ListingAsync(db, groupIds);
                    if (!groups.Ok)
                        return Result<int>.From(groups);
                    var people = await members.FindAsync(userIds);
                    if (!people.Ok)
                        return Result<int>.Refuse("", people.Problems[0].Message);
                    var added = 0;
                    foreach (var group in groups.Value)
                        added += await members.ChangeAsync(group, people.Value, []);
                    return (Result<int>)added;
                }
            );

    /// <summary>All of those groups, tracked; refuses when one is gone or does not list its members.</summary>
    internal static async Task<Result<IReadOnlyList<Group>>> ListingAsync(
        ClearSettingsDb db,
        IReadOnlyCollection<Guid> ids
    )
    {
        var found = await db.Groups.Where(g => ids.Contains(g.Id)).OrderBy(g => g.NameKey).ToListAsync();
        if (found.Count != ids.Distinct().Count())
            return Result<IReadOnlyList<Group>>.Refuse(Groups, "A selected group no longer exists. Select again.");
        if (found.Find(g => !g.ListsMembers) is { } fixedOne)
            return Result<IReadOnlyList<Group>>.Refuse(
                Groups,
                fixedOne.BuiltIn == BuiltInGroup.Users
                    ? "Everyone is already in Users."
                    : $"Membership in {fixedOne.Name} follows from the role. Change the role instead."
            );
        return Result<IReadOnlyList<Group>>.Success(found);
    }
}
