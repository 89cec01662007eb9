using ClearSettings.Domain;
using ClearSettings.Domain.Audit;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Pages.Administration.AuditLog;

/// <summary>The URL of the audit log.</summary>
public sealed record AuditLogFilter : ListQuery
{
    /// <summary>Stands for the command line in <see cref="Person"/>.</summary>
    public const string Command = "command";

    /// <summary>Id of the person or service account that did it, or <see cref="Command"/>.</summary>
    public string? Person { get; init; }

    /// <summary>Part of a name, to find someone in a long list of people.</summary>
    public string? Who { get; init; }

    public string? Kind { get; init; }

    public IQueryable<AuditEvent> Apply(IQueryable<AuditEvent> events)
    {
        if (Person == Command)
            events = events.Where(e => e.ActorId == null);
        else if (EntityId.TryParse(Person, out var id))
            events = events.Where(e => e.ActorId == id);
        if (string.IsNullOrEmpty(Kind))
            return events;
        return AuditKind.Labels.ContainsKey(Kind) ? events.Where(e => e.Kind == Kind) : events.Where(_ => false);
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("person", Person), ("kind", Kind), ("who", Who)];
}
