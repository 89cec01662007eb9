using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>A line of the Groups page. Filled by an initializer, through which EF Core can sort.</summary>
public sealed record GroupRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string? Description { get; init; }

    public required BuiltInGroup? BuiltIn { get; init; }

    public required int Members { get; init; }

    /// <summary>The built-in ones say what they are for.</summary>
    public string DescriptionText =>
        Description
        ?? BuiltIn switch
        {
            BuiltInGroup.Users => "Everyone in the workspace, including service accounts",
            BuiltInGroup.Admins => "Owner and administrators of the workspace",
            BuiltInGroup.QueueAdmins => "Create, rename and delete queues",
            _ => "",
        };
}

/// <summary>The avatar of a member or service account.</summary>
public sealed record Avatar(string Name, bool IsServiceAccount);

/// <summary>
/// Groups of the current workspace, filtered, sorted and cut by the database; a handful of queries whatever their
/// number.
/// </summary>
public sealed class GroupList(ClearSettingsDb db, WorkspaceAccounts colleagues)
{
    /// <summary>So many pictures in a row.</summary>
    public const int MaxAvatars = 4;

    public Task<int> CountAsync(GroupFilter filter) => Match(filter).CountAsync();

    public async Task<IReadOnlyList<GroupRow>> ReadAsync(GroupFilter filter, int skip, int take)
    {
        var (everybody, admins) = (await colleagues.All.CountAsync(), await colleagues.All.CountAsync(c => c.IsAdmin));
        var rows = Match(filter)
            .Select(g => new GroupRow
            {
                Id = g.Id,
                Name = g.Name,
                Description = g.Description,
                BuiltIn = g.BuiltIn,
                Members =
                    g.BuiltIn == BuiltInGroup.Users ? everybody
                    : g.BuiltIn == BuiltInGroup.Admins ? admins
                    : db.GroupMembers.Count(m => m.GroupId == g.Id),
            });
        return await Sort(rows, filter).Skip(skip).Take(take).ToListAsync();
    }

    /// <summary>The first members of each of the groups.</summary>
    public async Task<ILookup<Guid, Avatar>> ReadAvatarsAsync(IReadOnlyList<GroupRow> rows)
    {
        var faces = await ReadListedAsync(rows.Where(r => r.BuiltIn is null or BuiltInGroup.QueueAdmins));
        foreach (var row in rows.Where(r => r.BuiltIn is BuiltInGroup.Users or BuiltInGroup.Admins))
        {
            var members = row.BuiltIn == BuiltInGroup.Users ? colleagues.All : colleagues.All.Where(c => c.IsAdmin);
            faces.AddRange(
                (await members.OrderBy(c => c.Name.ToLower()).Take(MaxAvatars).ToListAsync()).Select(c =>
                    (row.Id, new Avatar(c.Name, c.IsServiceAccount))
                )
            );
        }
        return faces.ToLookup(f => f.Group, f => f.Face);
    }

    /// <summary>The first members of groups that list them.</summary>
    private async Task<List<(Guid Group, Avatar Face)>> ReadListedAsync(IEnumerable<GroupRow> rows)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var listed = await db
            .Groups.Where(g => ids.Contains(g.Id))
            .SelectMany(g =>
                db.GroupMembers.Where(m => m.GroupId == g.Id)
                    .OrderBy(m => m.AddedAt)
                    .ThenBy(m => m.UserId)
                    .Take(MaxAvatars)
            )
            .Join(
                db.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) =>
                    new
                    {
                        m.GroupId,
                        m.AddedAt,
                        Face = new Avatar(u.Name, u.Email == null),
                    }
            )
            .ToListAsync();
        return [.. listed.OrderBy(f => f.AddedAt).Select(f => (f.GroupId, f.Face))];
    }

    // The databases' own lower() knows ASCII alone, so other capitals are found as they were typed.
    private IQueryable<Group> Match(GroupFilter filter)
    {
        if (filter.Search is not { Length: > 0 } text)
            return db.Groups;
        var (lower, key) = (text.ToLowerInvariant(), Group.ToKey(text));
        if (Domain.EntityId.TryParsePrefix(text, out var from, out var to))
            return db.Groups.Where(g =>
                (g.Id >= from && g.Id <= to)
                || g.NameKey.Contains(key)
                || (g.Description != null && g.Description.ToLower().Contains(lower))
            );
        return db.Groups.Where(g =>
            g.NameKey.Contains(key)
            || (g.Description != null && (g.Description.ToLower().Contains(lower) || g.Description.Contains(text)))
        );
    }

    private static IQueryable<GroupRow> Sort(IQueryable<GroupRow> rows, GroupFilter filter)
    {
        var down = filter.Descending;
        var sorted = filter.Column switch
        {
            "description" when down => rows.OrderBy(r => r.Description == null).ThenByDescending(r => r.Description),
            "description" => rows.OrderBy(r => r.Description == null).ThenBy(r => r.Description),
            "members" => rows.OrderBy(r => r.Members, down),
            "id" => rows.OrderBy(r => r.Id, down),
            _ => rows.OrderBy(r => r.Name.ToLower(), down),
        };
        return sorted.ThenBy(r => r.Name).ThenBy(r => r.Id);
    }
}
