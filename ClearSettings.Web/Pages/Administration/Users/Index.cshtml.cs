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
    private const int ShownSeats = 20;

    /// <summary>An ownership that waits for an answer.</summary>
    public sealed record OpenTransfer(string To, DateTime ExpiresAt);

    public PersonFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Inviters { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Members who use two-factor authentication.</summary>
    public IReadOnlySet<Guid> WithTwoFactor { get; private set; } = new HashSet<Guid>();

    /// <summary>Those of each row, by its id.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<NamedGroup>> Groups { get; private set; } =
        new Dictionary<Guid, IReadOnlyList<NamedGroup>>();

    /// <summary>For the filter.</summary>
    public IReadOnlyList<NamedGroup> AllGroups { get; private set; } = [];

    public SeatCount Seats { get; private set; } = null!;

    /// <summary>
    /// Who has a seat, for the row of circles; empty where the plan sets no limit, or one too large to draw.
    /// </summary>
    public IReadOnlyList<string> MembersWithSeat { get; private set; } = [];

    public OpenTransfer? PendingTransfer { get; private set; }

    public Guid? PersonalOf { get; private set; }

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public Guid Workspace => Current.WorkspaceId;

    public string Lead =>
        JoinSentence(
            "People who can sign in to this workspace.",
            MembersWithSeat.Count > 0 ? null : Members,
            Seats.Pending switch
            {
                0 => null,
                1 => "1 pending invitation",
                _ => $"{Seats.Pending:N0} pending invitations",
            }
        );

    public string Members =>
        Seats.Limit is { } limit
            ? $"{Seats.Taken:N0} of {TimeText.Count(limit, "member")}"
            : TimeText.Count(Seats.Taken, "member");

    public async Task OnGetAsync(PersonFilter filter)
    {
        Filter = filter;
        Seats = await seats.CountAsync(Current.WorkspaceId);
        List = new(Links.Users(Workspace), filter, await people.CountAsync(filter), "person", "people");
        Rows = await people.Find(filter).Skip(List.Skip).Take(Listing.PageSize).ToListAsync();
        (Inviters, WithTwoFactor) = (await people.InvitersAsync(Rows), await people.WithTwoFactorAsync(Rows));
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
            PendingTransfer = await db
                .OwnershipTransfers.Where(o => o.ExpiresAt > Now)
                .Join(db.Users, o => o.ToUserId, u => u.Id, (o, u) => new OpenTransfer(u.Name, o.ExpiresAt))
                .SingleOrDefaultAsync();
    }

    /// <summary>Whether the row has what takes someone out or changes their role.</summary>
    public bool CanRemove(PersonRow row) =>
        !row.IsMember || RemoveMembers.Obstacle(row.Id, row.Name, row.Role, Current.UserId, PersonalOf) is null;

    /// <summary>Whether the row has what removes the second factors of someone who lost them.</summary>
    public bool CanResetTwoFactor(PersonRow row) =>
        WithTwoFactor.Contains(row.Id)
        && Domain.Members.ResetTwoFactor.Obstacle(row.Id, row.Role, Current.UserId) is null;

    private static string JoinSentence(string first, params string?[] parts) =>
        parts.OfType<string>().ToList() is { Count: > 0 } rest ? $"{first} {string.Join(", ", rest)}." : first;
}
