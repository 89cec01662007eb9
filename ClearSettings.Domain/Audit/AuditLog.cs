namespace ClearSettings.Domain.Audit;

/// <summary>
/// Adds events to the running <see cref="Change"/>, which saves them with what they tell of, or not at all.
/// </summary>
public sealed class AuditLog(ClearSettingsDb db, Current current, TimeProvider time)
{
    /// <summary>
    /// By whoever is signed in, in the workspace they are in; "agent-bot for Mia" when someone impersonates another.
    /// </summary>
    public void Record(string kind, string subject, string? detail = null)
    {
        var me = current.Principal;
        Add(
            AuditEvent.Create(
                me.WorkspaceId,
                me.ActorId,
                me.SignedName,
                kind,
                subject,
                detail,
                current,
                time,
                me.Actor is null ? null : me.UserId
            )
        );
    }

    /// <summary>
    /// By someone who is not signed in (yet), or by a command on the host (no <paramref name="actorId"/>).
    /// </summary>
    public void Record(
        Guid workspaceId,
        Guid? actorId,
        string actorName,
        string kind,
        string subject,
        string? detail = null
    ) => Add(AuditEvent.Create(workspaceId, actorId, actorName, kind, subject, detail, current, time));

    private void Add(AuditEvent happened)
    {
        db.RequireChange();
        db.AuditEvents.Add(happened);
    }
}
