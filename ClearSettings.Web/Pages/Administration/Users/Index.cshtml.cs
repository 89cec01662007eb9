using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

[
    SettingsSection(
        "Users",
        Area.Workspace,
        Order = 30,
        Icon = "users",
        Count = typeof(UserCount),
        Parent = "Users & groups"
    ),
    Needs(Permission.ManageUsers)
]
public sealed class Index(ClearSettingsDb db, PersonList people, PersonGroups groups, Seats seats, TimeProvider time)
    : AppPage
{
    private const int PageSize = 50;
    private const int ShownSeats = 20;

    /// <summary>An ownership that waits for an answer.</summary>
    public sealed record OpenOffer(string To, DateTime ExpiresAt);

    public PersonFilter Filter { get; private set; } = new();

    public int Number { get; private set; }

    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Inviters { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Those of each row, by its id.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<NamedGroup>> Groups { get; private set; } =
        new Dictionary<Guid, IReadOnlyList<NamedGroup>>();

    /// <summary>For the filter.</summary>
    public IReadOnlyList<NamedGroup> AllGroups { get; private set; } = [];

    public SeatCount Seats { get; private set; } = null!;

    /// <summary>Who has a seat, for the row of circles; empty where the plan sets no limit, or one too large to draw.</summary>
    public IReadOnlyList<string> MembersWithSeat { get; private set; } = [];

    public OpenOffer? Offer { get; private set; }

    public Guid? PersonalOf { get; private set; }

    public int Total { get; private set; }

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => (Number - 1) * PageSize + 1;

    public int Last => Math.Min(Number * PageSize, Total);

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public string Workspace => Current.WorkspaceId.ToHex();

    public string Lead =>
        JoinSentence(
            "People who can sign in to this workspace.",
            MembersWithSeat.Count > 0 ? null : Members,
            Seats.Pending switch
            {
                0 => null,
                1 => "1 invitation is open",
                _ => $"{Seats.Pending:N0} invitations are open",
            }
        );

    public string Members =>
        Seats.Limit is { } limit
            ? $"{Seats.Taken:N0} of {TimeText.Count(limit, "member")}"
            : TimeText.Count(Seats.Taken, "member");

    /// <param name="p">Number of the page, from 1.</param>
    public async Task OnGetAsync(PersonFilter filter, int p)
    {
        Filter = filter;
        Seats = await seats.CountAsync(Current.WorkspaceId);
        Total = await people.CountAsync(Filter);
        Number = Math.Clamp(p, 1, Pages);
        Rows = await people.Find(Filter).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync();
        Inviters = await people.InvitersAsync(Rows);
        (Groups, AllGroups) = (await groups.GetAsync(Rows), await groups.AllAsync());
        if (Seats.Limit <= ShownSeats)
            MembersWithSeat = await db
                .Members.OrderBy(m => m.JoinedAt)
                .Take(ShownSeats)
                .Join(db.Users, m => m.UserId, u => u.Id, (_, u) => u.Name)
                .ToListAsync();
        PersonalOf = await db
            .Workspaces.Where(w => w.Id == Current.WorkspaceId)
            .Select(w => w.PersonalOf)
            .SingleAsync();
        if (Current.Can(Permission.TransferOwnership))
            Offer = await db
                .OwnershipTransfers.Where(o => o.ExpiresAt > Now)
                .Join(db.Users, o => o.ToUserId, u => u.Id, (o, u) => new OpenOffer(u.Name, o.ExpiresAt))
                .SingleOrDefaultAsync();
    }

    public string Address(int page = 1, string? sort = null) =>
        $"/workspaces/{Workspace}/users{Filter.Query(page, sort)}";

    /// <summary>By the column, or the other way round when it is sorted by it already.</summary>
    public string SortAddress(string key, bool down) =>
        Address(sort: (Filter.Column == key ? !Filter.Descending : down) ? "-" + key : key);

    public string? SortState(string key) =>
        Filter.Column != key ? null
        : Filter.Descending ? "descending"
        : "ascending";

    public IEnumerable<int> NearPages() =>
        Enumerable.Range(Math.Max(1, Math.Min(Number - 2, Pages - 4)), Math.Min(5, Pages));

    /// <summary>Whether the row has what takes somebody out or changes their role.</summary>
    public bool CanRemove(PersonRow row) =>
        !row.IsMember || RemoveMembers.Obstacle(row.Id, row.Name, row.Role, Current.UserId, PersonalOf) is null;

    private static string JoinSentence(string first, params string?[] parts) =>
        parts.OfType<string>().ToList() is { Count: > 0 } rest ? $"{first} {string.Join(", ", rest)}." : first;
}
