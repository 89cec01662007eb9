using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// The groups of a service account, inside the use cases that make and change one. Everyone is in "Users", which lists
/// no one.
/// </summary>
public sealed class ServiceAccountGroups(ClearSettingsDb db, TimeProvider time)
{
    /// <summary>The refusal's field.</summary>
    public const string Field = nameof(ServiceAccountInput.Groups);

    /// <summary>Brings the rows to what is wanted. Call it inside a <see cref="Change"/>.</summary>
    /// <returns>The names that came and went, such as "+MLOps, -Vision"; "" when nothing changed; or the
    /// refusal.</returns>
    internal async Task<Result<string>> SetAsync(Guid userId, IReadOnlyList<Guid> wanted)
    {
        var ids = wanted.Distinct().ToList();
        var groups = await db
            .Groups.Where(g => g.BuiltIn == null || g.BuiltIn == BuiltInGroup.QueueAdmins)
            .ToListAsync();
        if (ids.Exists(id => groups.TrueForAll(g => g.Id != id)))
            return Result<string>.Refuse(Field, "One of these groups no longer exists. Reload the page.");
        var present = await db.GroupMembers.Where(m => m.UserId == userId).ToListAsync();
        var (gone, come) = (
            present.Where(m => !ids.Contains(m.GroupId)).ToList(),
            groups.Where(g => ids.Contains(g.Id) && present.TrueForAll(m => m.GroupId != g.Id)).ToList()
        );
        db.GroupMembers.RemoveRange(gone);
        db.GroupMembers.AddRange(come.Select(g => GroupMember.Create(g, userId, time)));
        return string.Join(
            ", ",
            [
                .. come.Select(g => "+" + g.Name),
                .. gone.Select(m => "-" + groups.FirstOrDefault(g => g.Id == m.GroupId)?.Name),
            ]
        );
    }
}
