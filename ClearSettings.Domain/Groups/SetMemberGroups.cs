using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Groups;

/// <summary>Chooses the groups of one person or service account.</summary>
public sealed class SetMemberGroups(ClearSettingsDb db, Change change, GroupMembers members)
{
    /// <summary>
    /// Changes only what differs from what was shown, so that what someone else chose meanwhile stays.
    /// </summary>
    /// <param name="chosen">Ids of groups after the change.</param>
    /// <param name="shown">Ids of the groups they were in when the form was made.</param>
    /// <returns>How many groups were joined or left.</returns>
    public Task<Result<int>> RunAsync(Guid userId, IReadOnlyCollection<Guid> chosen, IReadOnlyCollection<Guid> shown) =>
        IdList.Check(chosen.Count, shown.Count, AddToGroups.Groups) is { } tooMany
            ? Task.FromResult(Result<int>.From(tooMany))
            : change.RunAsync(
                Permission.ManageGroups,
                async () =>
                {
                    var person = await members.FindAsync([userId]);
                    if (!person.Ok)
                        return Result<int>.NotFound("They are no longer in this workspace.");
                    var join = await AddToGroups.ListingAsync(db, [.. chosen.Except(shown)]);
                    if (!join.Ok)
                        return Result<int>.From(join);
                    // A group that is gone needs no leaving.
                    List<Guid> left = [.. shown.Except(chosen)];
                    var leave = await db.Groups.Where(g => left.Contains(g.Id)).ToListAsync();
                    var changed = 0;
                    foreach (var group in join.Value)
                        changed += await members.ChangeAsync(group, person.Value, []);
                    foreach (var group in leave.Where(g => g.ListsMembers))
                        changed += await members.ChangeAsync(group, [], person.Value);
                    return (Result<int>)changed;
                }
            );
}
