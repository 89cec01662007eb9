namespace ClearSettings.Domain.Audit;

/// <summary>
/// Who did what to what, through what, from where and when. Rows are only ever added; values of secrets never enter.
/// </summary>
public sealed class AuditEvent : IWorkspaceOwned
{
    private AuditEvent() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    /// <summary>The person; null when no one is signed in, as for a command on the host.</summary>
    public Guid? ActorId { get; private set; }

    /// <summary>The person for whom the actor acted; null when it was for no one else.</summary>
    public Guid? ForUserId { get; private set; }

    /// <summary>
    /// The actor's name at that time, with "… for Mia" when it impersonated someone; or "Command line".
    /// </summary>
    public string ActorName { get; private set; } = "";

    /// <summary>One of <see cref="AuditKind"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What it was done to, by name.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>What else a reader must know, such as an old and a new name.</summary>
    public string? Detail { get; private set; }

    public RequestSource Source { get; private set; }

    public string? Address { get; private set; }

    public string RequestId { get; private set; } = "";

    public DateTime At { get; private set; }

    private const int MaxDetailLength = 500;

    /// <summary>A detail that has no limit of its own, cut to what the log takes.</summary>
    internal static string TruncateDetail(string detail) => TextLimits.Shorten(detail, MaxDetailLength);

    /// <param name="current">Through what it was done, and from where.</param>
    internal static AuditEvent Create(AuditActor actor, AuditedAction action, Current current, TimeProvider time) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = actor.WorkspaceId,
            ActorId = actor.Id,
            ForUserId = actor.ForUserId,
            ActorName = actor.Name,
            Kind = action.Kind,
            Subject = action.Subject,
            Detail = action.Detail,
            Source = current.Source,
            Address = current.Address,
            RequestId = current.RequestId,
            At = time.GetUtcNow().UtcDateTime,
        };
}
