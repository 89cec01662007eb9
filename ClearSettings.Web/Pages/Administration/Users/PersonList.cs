using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>
/// Members and waiting invitations of the current workspace as one list that the database filters, sorts and cuts.
/// </summary>
public sealed class PersonList(ClearSettingsDb db, TimeProvider time, SecondFactors factors)
{
    /// <summary>All that match, in order.</summary>
    public IQueryable<PersonRow> Find(PersonFilter filter) => Sort(Match(filter), filter);

    public async Task<int> CountAsync(PersonFilter filter)
    {
        if (filter.Search.Length > 0)
            return await Match(filter).CountAsync();
        // Without a search no one's name is needed, and so no join.
        var (members, invitations) = Filter(filter);
        return (members is null ? 0 : await members.CountAsync())
            + (invitations is null ? 0 : await invitations.CountAsync());
    }

    /// <summary>Those of the ids that are there, members first.</summary>
    /// <param name="ids">Of users and invitations, mixed.</param>
    public async Task<IReadOnlyList<PersonRow>> ReadAsync(IReadOnlyCollection<Guid> ids) =>
        [
            .. await Members(db.Members.Where(m => ids.Contains(m.UserId)))
                .OrderBy(r => r.Name)
                .ThenBy(r => r.Id)
                .ToListAsync(),
            .. await Invited(db.Invitations.Where(i => i.State == InvitationState.Pending && ids.Contains(i.Id)))
                .OrderBy(r => r.Email)
                .ToListAsync(),
        ];

    /// <summary>The people who invited, by id.</summary>
    public Task<Dictionary<Guid, string>> InvitersAsync(IEnumerable<PersonRow> rows)
    {
        var ids = rows.Select(r => r.InvitedById).OfType<Guid>().Distinct().ToList();
        return db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name);
    }

    /// <summary>Those of the rows who use two-factor authentication.</summary>
    public async Task<IReadOnlySet<Guid>> WithTwoFactorAsync(IEnumerable<PersonRow> rows)
    {
        var ids = rows.Where(r => r.IsMember).Select(r => r.Id).ToList();
        return (await factors.UserIds.Where(id => ids.Contains(id)).ToListAsync()).ToHashSet();
    }

    public Task<bool> IsMemberAsync(Guid userId) => db.Members.AnyAsync(m => m.UserId == userId);

    private IQueryable<PersonRow> Match(PersonFilter filter)
    {
        var people = Filter(filter) switch
        {
            ({ } members, null) => Members(members),
            (null, { } invitations) => Invited(invitations),
            ({ } members, { } invitations) => Members(members).Concat(Invited(invitations)),
            _ => Members(db.Members.Where(_ => false)),
        };
        return filter.Search.Length == 0 ? people : Search(people, filter.Search);
    }

    // Null where the filters let no one of the kind through.
    private (IQueryable<Member>? Members, IQueryable<Invitation>? Invitations) Filter(PersonFilter filter)
    {
        if (!filter.TryReadStatus(out var standing) || !filter.TryReadRole(out var role))
            return (null, null);
        var members = role is { } r ? db.Members.Where(m => m.Role == r) : db.Members;
        var invitations = db.Invitations.Where(i => i.State == InvitationState.Pending);
        if (role is { } s)
            invitations = invitations.Where(i => i.Role == s);
        if (!string.IsNullOrEmpty(filter.Group))
            (members, invitations) = InGroup(
                members,
                invitations,
                Domain.EntityId.TryParse(filter.Group, out var group) ? group : Guid.Empty
            );
        var now = time.GetUtcNow().UtcDateTime;
        return standing switch
        {
            MemberStatus.Active => (members, null),
            MemberStatus.Pending => (null, invitations.Where(i => i.ExpiresAt > now)),
            MemberStatus.Expired => (null, invitations.Where(i => i.ExpiresAt <= now)),
            _ => (members, invitations),
        };
    }

    private (IQueryable<Member>, IQueryable<Invitation>) InGroup(
        IQueryable<Member> members,
        IQueryable<Invitation> invitations,
        Guid id
    ) =>
        (
            members.Where(m =>
                db.GroupMembers.Any(g => g.GroupId == id && g.UserId == m.UserId)
                || db.Groups.Any(g =>
                    g.Id == id
                    && (
                        g.BuiltIn == BuiltInGroup.Users
                        || (g.BuiltIn == BuiltInGroup.Admins && m.Role != MemberRole.Member)
                    )
                )
            ),
            invitations.Where(i =>
                db.InvitationGroups.Any(g => g.GroupId == id && g.InvitationId == i.Id)
                || db.Groups.Any(g =>
                    g.Id == id
                    && (
                        g.BuiltIn == BuiltInGroup.Users
                        || (g.BuiltIn == BuiltInGroup.Admins && i.Role != MemberRole.Member)
                    )
                )
            )
        );

    private IQueryable<PersonRow> Members(IQueryable<Member> members) =>
        members.Join(
            db.Users,
            m => m.UserId,
            u => u.Id,
            (m, u) =>
                new PersonRow
                {
                    Id = u.Id,
                    Status = MemberStatus.Active,
                    Name = u.Name,
                    Email = u.Email!,
                    Role = m.Role,
                    Since = m.JoinedAt,
                    ExpiresAt = null,
                    InvitedById = null,
                    SignedInAt = u.LastSignInAt,
                    SignedInBy = u.LastSignInBy,
                    ApiUsedAt = m.LastApiUseAt,
                    SeenAt = m.LastSeenAt,
                    Excluded = !m.MayBeImpersonated,
                    OptedOut = m.ImpersonationOptOut,
                    Version = 0,
                }
        );

    private IQueryable<PersonRow> Invited(IQueryable<Invitation> invitations)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return invitations.Select(i => new PersonRow
        {
            Id = i.Id,
            Status = i.ExpiresAt > now ? MemberStatus.Pending : MemberStatus.Expired,
            Name = i.Email,
            Email = i.Email,
            Role = i.Role,
            Since = i.InvitedAt,
            ExpiresAt = i.ExpiresAt,
            InvitedById = i.InvitedById,
            SignedInAt = null,
            SignedInBy = null,
            ApiUsedAt = null,
            SeenAt = null,
            Excluded = false,
            OptedOut = false,
            Version = i.RowVersion,
        });
    }

    // The databases' own lower() knows ASCII alone, so other capitals are found as they were typed, and at the
    // beginning of a word.
    private static IQueryable<PersonRow> Search(IQueryable<PersonRow> people, string text)
    {
        var (lower, capital) = (text.ToLowerInvariant(), text[..1].ToUpperInvariant() + text[1..]);
        if (Domain.EntityId.TryParsePrefix(text, out var from, out var to))
            return people.Where(r =>
                (r.Id >= from && r.Id <= to) || r.Name.ToLower().Contains(lower) || r.Email.Contains(lower)
            );
        return people.Where(r =>
            r.Name.ToLower().Contains(lower)
            || r.Name.Contains(text)
            || r.Name.Contains(capital)
            || r.Email.Contains(lower)
        );
    }

    private static IQueryable<PersonRow> Sort(IQueryable<PersonRow> people, PersonFilter filter)
    {
        // Those without a time come last, whichever way round.
        var down = filter.Descending;
        var sorted = filter.Column switch
        {
            "email" => people.OrderBy(r => r.Email, down),
            "role" => people.OrderBy(
                r =>
                    r.Role == MemberRole.Owner ? 0
                    : r.Role == MemberRole.Admin ? 1
                    : 2,
                down
            ),
            "status" => people.OrderBy(r => r.Status, down),
            "sign-in" => people.OrderBy(r => r.SignedInAt == null).ThenBy(r => r.SignedInAt, down),
            "api" => people.OrderBy(r => r.ApiUsedAt == null).ThenBy(r => r.ApiUsedAt, down),
            "active" => people.OrderBy(r => r.SeenAt == null).ThenBy(r => r.SeenAt, down),
            "id" => people.OrderBy(r => r.Id, down),
            _ => people.OrderBy(r => r.Name.ToLower(), down),
        };
        return sorted.ThenBy(r => r.Name).ThenBy(r => r.Id);
    }
}
