namespace ClearSettings.Domain.ServiceAccounts;

/// <summary>
/// What makes a user a machine: it has credentials, groups and a vault, belongs to one workspace, is no member of it
/// (no seat, no email), and never signs in to the pages. Its name stands with the user.
/// </summary>
public sealed class ServiceAccount : IWorkspaceOwned
{
    private ServiceAccount() { }

    public Guid UserId { get; private set; }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Whether it may log in as the person whose task it runs; see docs/protocol.md#impersonation.</summary>
    public bool AllowsImpersonation { get; private set; }

    public bool IsAdmin { get; private set; }

    /// <summary>
    /// What it may do besides what its role allows: some of <see cref="Permissions.Grantable"/>, in their order.
    /// </summary>
    public IReadOnlyList<Permission> GrantedPermissions { get; private set; } = [];

    public Guid CreatedById { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>When a client last logged in with one of its credentials, revoked ones too.</summary>
    public DateTime? LastActiveAt { get; private set; }

    public int RowVersion { get; private set; }

    public static ServiceAccount Create(
        Guid userId,
        Guid workspaceId,
        ServiceAccountRights rights,
        Guid createdById,
        TimeProvider time
    ) =>
        new()
        {
            UserId = userId,
            WorkspaceId = workspaceId,
            AllowsImpersonation = rights.AllowsImpersonation,
            IsAdmin = rights.IsAdmin,
            CreatedById = createdById,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };

    internal void Change(bool allowsImpersonation, bool isAdmin) =>
        (AllowsImpersonation, IsAdmin) = (allowsImpersonation, isAdmin);

    internal void Grant(IReadOnlyCollection<Permission> permissions) =>
        GrantedPermissions = [.. Permissions.Grantable.Where(permissions.Contains)];

    /// <summary>Shows in the table as a change, so that two edits of the name notice each other.</summary>
    internal void Touch() => RowVersion++;
}

/// <summary>What a new service account may do; see the properties of <see cref="ServiceAccount"/>.</summary>
public sealed record ServiceAccountRights(bool AllowsImpersonation = false, bool IsAdmin = false);

/// <summary>
/// That one actor impersonated one person of a workspace: first, last, and how often it logged in as them.
/// </summary>
public sealed class ImpersonationUse : IWorkspaceOwned
{
    private ImpersonationUse() { }

    public Guid WorkspaceId { get; private set; }

    public Guid ActorId { get; private set; }

    public Guid UserId { get; private set; }

    public DateTime FirstAt { get; private set; }

    public DateTime LastAt { get; private set; }

    public int Logins { get; private set; }

    internal static ImpersonationUse First(Guid workspaceId, Guid actorId, Guid userId, DateTime at) =>
        new()
        {
            WorkspaceId = workspaceId,
            ActorId = actorId,
            UserId = userId,
            FirstAt = at,
            LastAt = at,
            Logins = 1,
        };
}
