using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Workspace.AuditLog;

[SettingsSection("Audit log", Area.Workspace, Order = 90, Icon = "scroll-text"), Needs(Permission.ReadAuditLog)]
public sealed class Index(ClearSettingsDb db, AuditWatch watch) : AppPage
{
    private const int PageSize = 50;

    public sealed record Row(Guid? ActorId, string ActorName, string Kind, string Subject, string? Detail, Door Door, string? Address, DateTime At)
    {
        public string Words => AuditKind.Words.TryGetValue(Kind, out var words) ? words : Kind;

        public string DoorWords => Door switch { Door.Api => "API", Door.Command => "Command line", _ => "Page" };
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Everybody who did anything, by name; "command" is the host's command line.</summary>
    public IReadOnlyList<(string Id, string Name)> People { get; private set; } = [];

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
        var actors = await db.AuditEvents.Select(e => new { e.ActorId, e.ActorName, Alone = e.ForUserId == null }).Distinct().ToListAsync();
        // Of somebody who only ever acted for others the events have no name without that of the other.
        var ids = actors.GroupBy(a => a.ActorId).Where(g => !g.Any(a => a.Alone)).Select(g => g.Key).ToList();
        var names = await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name);
        People = [.. actors.GroupBy(a => a.ActorId).Select(g => (g.Key?.Text() ?? "command", g.LastOrDefault(a => a.Alone)?.ActorName ?? names.GetValueOrDefault(g.Key!.Value, g.Last().ActorName))).OrderBy(p => p.Item2, StringComparer.Ordinal)];
        if (watch.Of(Current.WorkspaceId) is { } last) (Check, CheckedAt) = last;
        var query = Filter(db.AuditEvents);
        Total = await query.CountAsync();
        Number = Math.Clamp(Number, 1, Pages);
        Rows = await query.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Skip((Number - 1) * PageSize).Take(PageSize)
            .Select(e => new Row(e.ActorId, e.ActorName, e.Kind, e.Subject, e.Detail, e.Door, e.Address, e.At)).ToListAsync();
    }

    public string Address(int page, bool filters)
    {
        var path = Url.Page("/Workspace/AuditLog/Index", new { workspace = Current.WorkspaceId.Text() })!;
        var query = QueryString.Empty;
        if (filters && !string.IsNullOrEmpty(Person)) query = query.Add("person", Person);
        if (filters && !string.IsNullOrEmpty(Kind)) query = query.Add("kind", Kind);
        if (page > 1) query = query.Add("p", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return path.Split('?')[0] + query;
    }

    public IEnumerable<int> NearPages() => Enumerable.Range(Math.Max(1, Math.Min(Number - 2, Pages - 4)), Math.Min(5, Pages));

    private IQueryable<AuditEvent> Filter(IQueryable<AuditEvent> events)
    {
        if (Person == "command") events = events.Where(e => e.ActorId == null);
        else if (Domain.Id.TryParse(Person, out var id)) events = events.Where(e => e.ActorId == id);
        if (string.IsNullOrEmpty(Kind)) return events;
        return AuditKind.Words.ContainsKey(Kind) ? events.Where(e => e.Kind == Kind) : events.Where(_ => false);
    }
}
