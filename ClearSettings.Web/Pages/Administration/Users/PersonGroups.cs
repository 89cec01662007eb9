using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>The groups of people and of those who are invited; one query, whatever their number.</summary>
public sealed class PersonGroups(ClearSettingsDb db, GroupCache directory, Current current)
{
    /// <summary>All of the workspace, by name.</summary>
    public async Task<IReadOnlyList<NamedGroup>> AllAsync() =>
        [
            .. (await directory.GetAsync(current.WorkspaceId)).Groups.OrderBy(
                g => g.Name,
                StringComparer.OrdinalIgnoreCase
            ),
        ];

    /// <summary>By the id of the row and in order of name. Users is left out, since everyone is in it.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<NamedGroup>>> GetAsync(IReadOnlyList<PersonRow> rows)
    {
        var snapshot = await directory.GetAsync(current.WorkspaceId);
        var ids = rows.Where(r => !r.IsMember).Select(r => r.Id).ToList();
        var invited = (
            await db
                .InvitationGroups.Where(g => ids.Contains(g.InvitationId))
                .Select(g => new { g.InvitationId, g.GroupId })
                .ToListAsync()
        ).ToLookup(g => g.InvitationId, g => g.GroupId);
        IEnumerable<NamedGroup> Of(PersonRow row) =>
            row.IsMember
                ? snapshot.GetGroups(row.Id, row.Role)
                : snapshot.Groups.Where(g =>
                    g.BuiltIn == BuiltInGroup.Admins ? row.Role != MemberRole.Member : invited[row.Id].Contains(g.Id)
                );
        return rows.ToDictionary(
            r => r.Id,
            r =>
                (IReadOnlyList<NamedGroup>)
                    [
                        .. Of(r)
                            .Where(g => g.BuiltIn != BuiltInGroup.Users)
                            .OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase),
                    ]
        );
    }
}
