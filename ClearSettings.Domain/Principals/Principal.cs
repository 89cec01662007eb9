namespace ClearSettings.Domain.Principals;

/// <summary>
/// What every call must know of a member or service account: a snapshot, right for one version of the workspace.
/// </summary>
/// <param name="Email">"" for a service account.</param>
/// <param name="Version">The workspace's version that the snapshot was read at.</param>
/// <param name="IsServerAdmin">Whether they administer the server itself: the owner of a self-hosted one, the server
/// administrators of a hosted one.</param>
/// <param name="UserVersion">The user's security stamp at that time; it changes with the password.</param>
public sealed record Principal(
    Guid UserId,
    string UserName,
    string Email,
    DateTime UserCreatedAt,
    Guid WorkspaceId,
    string WorkspaceName,
    MemberRole Role,
    DateTime JoinedAt,
    long Version,
    string UserVersion,
    bool IsServerAdmin
)
{
    public bool IsServiceAccount { get; init; }

    /// <summary>Whether a service account may log in as others.</summary>
    public bool AllowsImpersonation { get; init; }

    /// <summary>What a service account may do besides what its role allows.</summary>
    public IReadOnlyList<Permission> GrantedPermissions { get; init; } = [];

    /// <summary>Whether others can impersonate this person: the person and the administrators both allow it.</summary>
    public bool MayBeImpersonated => !ImpersonationOptOut && !ImpersonationExcluded;

    /// <summary>The person chose that no one impersonates them.</summary>
    public bool ImpersonationOptOut { get; init; }

    /// <summary>
    /// An administrator chose that no one impersonates the user. True for a service account, which only the roles
    /// protect.
    /// </summary>
    public bool ImpersonationExcluded { get; init; }

    /// <summary>
    /// Whether the workspace requires two-factor authentication and the person has not set it up. Pages lead them there
    /// first; API credentials keep working.
    /// </summary>
    public bool MustSetUpTwoFactor { get; init; }

    /// <summary>
    /// The role that the groups of the person go by, also where someone impersonates them with less power.
    /// </summary>
    public MemberRole OwnRole { get; init; } = Role;

    /// <summary>Who really acts, when it is someone else.</summary>
    public Actor? Actor { get; init; }

    /// <summary>
    /// Whether the personal vault of the account goes to the caller. With X-ClearML-Act-As it never does.
    /// </summary>
    public bool ReadsPersonalVault => Actor is not { OwnRights: true };

    /// <summary>Of the account that really acts.</summary>
    public Guid ActorId => Actor?.UserId ?? UserId;

    public string ActorName => Actor?.Name ?? UserName;

    /// <summary>For records: "Mia", or "agent-bot for Mia".</summary>
    public string SignedName => Actor is null ? UserName : $"{Actor.Name} for {UserName}";

    /// <summary>
    /// What they may do in this workspace. <see cref="Permission.ManageServer"/> concerns every workspace, so it
    /// follows <see cref="IsServerAdmin"/> and not the role, and it is never given to someone who impersonates another.
    /// </summary>
    public bool Can(Permission permission) =>
        permission == Permission.ManageServer
            ? IsServerAdmin && Actor is null
            : (Role.Has(permission) || GrantedPermissions.Contains(permission))
                && (Actor is null || Impersonation.Keeps(this, permission));

    /// <summary>
    /// The role's name in ClearML's protocol: owners and admins are "admin" (docs/protocol.md#roles).
    /// </summary>
    public string ProtocolRole => Role == MemberRole.Member ? "user" : "admin";
}
