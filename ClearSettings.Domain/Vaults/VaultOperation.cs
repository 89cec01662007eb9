using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.Vaults;

/// <summary>
/// What can be done to a vault. The API uses these names in lower case; see docs/api.md#vault-activity.
/// </summary>
public enum VaultAction
{
    Create,
    Edit,
    Activate,
    Deactivate,
    Delete,
    Restore,
    Reveal,
}

/// <summary>One line of the activity log. It outlives its vault.</summary>
public sealed class VaultOperation : IWorkspaceOwned
{
    private VaultOperation() { }

    public Guid Id { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public Guid VaultId { get; private set; }

    /// <summary>The vault's name at that time.</summary>
    public string VaultName { get; private set; } = "";

    public VaultScope Scope { get; private set; }

    /// <summary>Whose personal vault it is.</summary>
    public Guid? OwnerId { get; private set; }

    public VaultAction Action { get; private set; }

    public Guid ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public RequestSource Source { get; private set; }

    public string? Address { get; private set; }

    /// <summary>What else a reader wants to know, such as a changed name; never contents.</summary>
    public string? Detail { get; private set; }

    public DateTime At { get; private set; }

    /// <param name="current">Through what it was done, and from where.</param>
    internal static VaultOperation Create(
        Vault vault,
        VaultActivity activity,
        AuditActor actor,
        Current current,
        TimeProvider time
    ) =>
        new()
        {
            Id = Domain.EntityId.New(time),
            WorkspaceId = vault.WorkspaceId,
            VaultId = vault.Id,
            VaultName = vault.Name,
            Scope = vault.Scope,
            OwnerId = vault.UserId,
            Action = activity.Action,
            ActorId = actor.Id ?? Guid.Empty,
            ActorName = actor.Name,
            Source = current.Source,
            Address = current.Address,
            Detail = activity.Detail,
            At = time.GetUtcNow().UtcDateTime,
        };
}

/// <summary>What was done to a vault; see the properties of <see cref="VaultOperation"/>.</summary>
internal sealed record VaultActivity(VaultAction Action, string? Detail);
