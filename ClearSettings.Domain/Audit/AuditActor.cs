using ClearSettings.Domain.Principals;

namespace ClearSettings.Domain.Audit;

/// <summary>Who did something in a workspace, as the audit log keeps it.</summary>
/// <param name="Id">The account; null when no one is signed in, as for a command on the host.</param>
/// <param name="Name">"agent-bot for Mia" when it impersonated someone.</param>
/// <param name="ForUserId">The person for whom the actor acted; null when it was for no one else.</param>
public sealed record AuditActor(Guid WorkspaceId, Guid? Id, string Name, Guid? ForUserId = null)
{
    /// <summary>Whoever runs a command on the host.</summary>
    public static AuditActor CommandLine(Guid workspaceId) => new(workspaceId, null, "Command line");

    internal static AuditActor From(Principal me) =>
        new(me.WorkspaceId, me.ActorId, me.SignedName, me.Actor is null ? null : me.UserId);
}

/// <summary>What was done, as the audit log keeps it.</summary>
/// <param name="Kind">One of <see cref="AuditKind"/>.</param>
/// <param name="Subject">What it was done to, by name.</param>
/// <param name="Detail">What else a reader must know, such as an old and a new name.</param>
internal sealed record AuditedAction(string Kind, string Subject, string? Detail);
