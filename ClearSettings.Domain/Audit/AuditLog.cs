namespace ClearSettings.Domain.Audit;

/// <summary>
/// Adds events to the running <see cref="Change"/>, which saves them with what they tell of, or not at all.
/// </summary>
public sealed class AuditLog(ClearSettingsDb db, Current current, TimeProvider time)
{
    /// <summary>
    /// By whoever is signed in, in the workspace they are in; "agent-bot for Mia" when someone impersonates another.
    /// </summary>
    public void Record(string kind, string subject, string? detail = null) =>
        Record(AuditActor.From(current.Principal), kind, subject, detail);

    /// <summary>By someone who is not signed in (yet), or by a command on the host.</summary>
    public void Record(AuditActor actor, string kind, string subject, string? detail = null)
    {
        db.RequireChange();
        db.AuditEvents.Add(AuditEvent.Create(actor, new(kind, subject, detail), current, time));
    }
}
