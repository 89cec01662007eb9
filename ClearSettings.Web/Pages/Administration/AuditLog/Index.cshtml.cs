using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Members;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.AuditLog;

[SettingsSection("Audit log", Area.Workspace, Order = 90, Icon = "scroll-text"), Needs(Permission.ReadAuditLog)]
public sealed class Index(ClearSettingsDb db, AuditChainMonitor watch, ActorLabels marks) : AppPage
{
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

        public string SourceLabel => RequestSourceText.GetLabel(Source);
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Who did anything, to choose from; "command" is the host's command line.</summary>
    public FilterChoices People { get; private set; } = FilterChoices.None;

    public AuditLogFilter Filter { get; private set; } = new();

    public Listing List { get; private set; } = null!;

    /// <summary>Whether the log is as it was written, when this process last looked; null before that.</summary>
    public AuditCheck? Check { get; private set; }

    public DateTime CheckedAt { get; private set; }

    public async Task OnGetAsync(AuditLogFilter filter)
    {
        Filter = filter;
        People = await ReadPeopleAsync();
        if (watch.Of(Current.WorkspaceId) is { } last)
            (Check, CheckedAt) = last;
        var query = filter.Apply(db.AuditEvents);
        List = new(Links.AuditLog(Current.WorkspaceId), filter, await query.CountAsync(), "event", "events");
        var rows = await query
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Skip(List.Skip)
            .Take(Listing.PageSize)
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
        var people = await FilterChoices.ReadPeopleAsync(named, Filter.Who, Filter.Person, marks);
        return await db.AuditEvents.AnyAsync(e => e.ActorId == null)
            ? people.Prepend(AuditLogFilter.Command, "Command line")
            : people;
    }
}
