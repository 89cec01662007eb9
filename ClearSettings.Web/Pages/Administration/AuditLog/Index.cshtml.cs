using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AuditLog;

[SettingsSection("Audit log", Area.Workspace, Order = 90, Icon = "scroll-text"), Needs(Permission.ReadAuditLog)]
public sealed class Index(ClearSettingsDb db, AuditChainMonitor watch, ActorLabels marks) : AppPage
{
    private const int PageSize = 50;

    public sealed record Row(
        Guid? ActorId,
        Guid? ForUserId,
        string ActorName,
        string Kind,
        string Subject,
        string? Detail,
        RequestSource Source,
        string? Address,
        DateTime At
    )
    {
        /// <summary>Says which account it was where the name alone does not; null where it does.</summary>
        public string? Mark { get; init; }

        public string Description => AuditKind.Labels.TryGetValue(Kind, out var words) ? words : Kind;

        public string SourceLabel =>
            Source switch
            {
                RequestSource.Api => "API",
                RequestSource.Command => "Command line",
                _ => "Page",
            };
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Who did anything, to choose from; "command" is the host's command line.</summary>
    public FilterChoices People { get; private set; } = FilterChoices.None;

    /// <summary>Part of a name, to find somebody who is not among <see cref="People"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "who")]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true, Name = "person")]
    public string? Person { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int Total { get; private set; }

    /// <summary>Whether the log is as it was written, when this process last looked; null before that.</summary>
    public AuditCheck? Check { get; private set; }

    public DateTime CheckedAt { get; private set; }

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => (Number - 1) * PageSize + 1;

    public int Last => Math.Min(Number * PageSize, Total);

    public async Task OnGetAsync()
    {
        People = await ReadPeopleAsync();
        if (watch.Of(Current.WorkspaceId) is { } last)
            (Check, CheckedAt) = last;
        var query = Filter(db.AuditEvents);
        Total = await query.CountAsync();
        Number = Math.Clamp(Number, 1, Pages);
        var rows = await query
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Skip((Number - 1) * PageSize)
            .Take(PageSize)
            .Select(e => new Row(
                e.ActorId,
                e.ForUserId,
                e.ActorName,
                e.Kind,
                e.Subject,
                e.Detail,
                e.Source,
                e.Address,
                e.At
            ))
            .ToListAsync();
        var found = await marks.GetAsync([.. rows.Select(r => new LoggedActor(r.ActorId, r.ForUserId, r.ActorName))]);
        Rows = [.. rows.Zip(found, (row, mark) => row with { Mark = mark })];
    }

    public string Address(int page, bool filters)
    {
        var path = Url.Page("/Administration/AuditLog/Index", new { workspace = Current.WorkspaceId.ToHex() })!;
        var query = QueryString.Empty;
        if (filters && !string.IsNullOrEmpty(Person))
            query = query.Add("person", Person);
        if (filters && !string.IsNullOrEmpty(Kind))
            query = query.Add("kind", Kind);
        if (filters && !string.IsNullOrEmpty(Who))
            query = query.Add("who", Who);
        if (page > 1)
            query = query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return path.Split('?')[0] + query;
    }

    public IEnumerable<int> NearPages() =>
        Enumerable.Range(Math.Max(1, Math.Min(Number - 2, Pages - 4)), Math.Min(5, Pages));

    private async Task<FilterChoices> ReadPeopleAsync()
    {
        var actors = db
            .AuditEvents.Where(e => e.ActorId != null)
            .GroupBy(e => e.ActorId!.Value)
            .Select(g => new { g.Key, At = g.Max(e => e.At) });
        var named = actors.Join(
            db.Users,
            a => a.Key,
            u => u.Id,
            (a, u) =>
                new FilterPerson
                {
                    Id = u.Id,
                    Name = u.Name,
                    At = a.At,
                }
        );
        var people = await FilterChoices.ReadPeopleAsync(named, Who, Person, marks);
        return await db.AuditEvents.AnyAsync(e => e.ActorId == null)
            ? people.Prepend("command", "Command line")
            : people;
    }

    private IQueryable<AuditEvent> Filter(IQueryable<AuditEvent> events)
    {
        if (Person == "command")
            events = events.Where(e => e.ActorId == null);
        else if (Domain.EntityId.TryParse(Person, out var id))
            events = events.Where(e => e.ActorId == id);
        if (string.IsNullOrEmpty(Kind))
            return events;
        return AuditKind.Labels.ContainsKey(Kind) ? events.Where(e => e.Kind == Kind) : events.Where(_ => false);
    }
}
