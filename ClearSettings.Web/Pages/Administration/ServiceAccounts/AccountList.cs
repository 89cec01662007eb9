using System.Globalization;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Web.Pages.Administration.ServiceAccounts;

/// <summary>One service account as the pages and the API show it.</summary>
/// <param name="Credentials">Credentials that have not expired.</param>
/// <param name="IsAdmin">Whether it counts as one now: the server's configuration has a say.</param>
public sealed record AccountRow(
    Guid Id,
    string Name,
    bool AllowsImpersonation,
    bool IsAdmin,
    int Credentials,
    DateTime? LastActiveAt,
    string CreatedBy,
    DateTime CreatedAt,
    int RowVersion
)
{
    /// <summary>What it may do besides what its role allows.</summary>
    public IReadOnlyList<Permission> GrantedPermissions { get; init; } = [];

    /// <summary>Of the groups, "Users" among them.</summary>
    public IReadOnlyList<NamedGroup> Groups { get; init; } = [];

    public MemberRole Role => IsAdmin ? MemberRole.Admin : MemberRole.Member;
}

/// <summary>
/// Reads the service accounts of the current workspace. They are few, by configuration, so searching and sorting them
/// knows every script.
/// </summary>
public sealed class AccountList(
    ClearSettingsDb db,
    GroupCache groups,
    IOptions<ServiceAccountSettings> settings,
    Current current,
    TimeProvider time
)
{
    private const int MinIdLength = 6;

    public async Task<IReadOnlyList<AccountRow>> ReadAsync(AccountFilter? filter = null)
    {
        filter ??= new();
        var rows = await WithGroupsAsync(await Rows(db.ServiceAccounts).ToListAsync());
        return Sort(filter.Search.Length == 0 ? rows : rows.Where(r => Matches(r, filter.Search)), filter);
    }

    public async Task<AccountRow?> FindAsync(Guid id) =>
        (
            await WithGroupsAsync(await Rows(db.ServiceAccounts.Where(s => s.UserId == id)).ToListAsync())
        ).FirstOrDefault();

    public Task<bool> IsAccountAsync(Guid id) => db.ServiceAccounts.AnyAsync(s => s.UserId == id);

    /// <summary>Those that can be chosen: a group that lists its members.</summary>
    public Task<List<Group>> ChoosableGroupsAsync() =>
        db
            .Groups.AsNoTracking()
            .Where(g => g.BuiltIn == null || g.BuiltIn == BuiltInGroup.QueueAdmins)
            .OrderBy(g => g.NameKey)
            .ToListAsync();

    private IQueryable<AccountRow> Rows(IQueryable<ServiceAccount> accounts)
    {
        var (now, admins) = (time.GetUtcNow().UtcDateTime, settings.Value.AllowAdmins);
        return accounts.Join(
            db.Users,
            s => s.UserId,
            u => u.Id,
            (s, u) =>
                new AccountRow(
                    u.Id,
                    u.Name,
                    s.AllowsImpersonation,
                    s.IsAdmin && admins,
                    db.Credentials.Count(c => c.UserId == s.UserId && (c.ExpiresAt == null || c.ExpiresAt > now)),
                    s.LastActiveAt,
                    db.Users.Where(o => o.Id == s.CreatedById).Select(o => o.Name).FirstOrDefault() ?? "",
                    s.CreatedAt,
                    s.RowVersion
                )
                {
                    GrantedPermissions = s.GrantedPermissions,
                }
        );
    }

    private async Task<List<AccountRow>> WithGroupsAsync(List<AccountRow> rows)
    {
        var snapshot = await groups.GetAsync(current.WorkspaceId);
        return rows.ConvertAll(r => r with { Groups = [.. snapshot.GetGroups(r.Id, r.Role)] });
    }

    private static bool Matches(AccountRow row, string text) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(row.Name, text, CompareOptions.IgnoreCase) >= 0
        || (text.Length >= MinIdLength && row.Id.ToHex().StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<AccountRow> Sort(IEnumerable<AccountRow> rows, AccountFilter filter)
    {
        var down = filter.Descending;
        IEnumerable<AccountRow> byName = rows.OrderBy(r => r.Name, StringComparer.InvariantCultureIgnoreCase)
            .ThenBy(r => r.Id);
        return
        [
            .. filter.Column switch
            {
                "credentials" => By(byName, r => r.Credentials, down),
                // Those that were never active come last, whichever way round.
                "active" => By(byName, r => r.LastActiveAt ?? (down ? DateTime.MinValue : DateTime.MaxValue), down),
                "created" => By(byName, r => r.CreatedAt, down),
                _ => down ? byName.Reverse() : byName,
            },
        ];
    }

    private static IEnumerable<AccountRow> By<T>(IEnumerable<AccountRow> rows, Func<AccountRow, T> key, bool down) =>
        down ? rows.OrderByDescending(key) : rows.OrderBy(key);
}
