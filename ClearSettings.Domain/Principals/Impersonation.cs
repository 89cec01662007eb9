namespace ClearSettings.Domain.Principals;

/// <summary>Who really acts, where a principal is that of someone else.</summary>
/// <param name="OwnRights">The other's identity with the actor's own rights (X-ClearML-Act-As); otherwise the other's,
/// less what impersonation takes away.</param>
/// <param name="IsAdmin">Whether the actor is an owner or administrator of the workspace.</param>
public sealed record Actor(Guid UserId, string Name, bool OwnRights, bool IsAdmin)
{
    /// <summary>The system credentials that act, which are no user; null for members and service accounts.</summary>
    public SystemCredential? System { get; init; }
}

/// <summary>
/// Who may impersonate whom, and which permissions are left (docs/security.md#impersonation). Evaluated on every call,
/// so changes take effect immediately.
/// </summary>
public static class Impersonation
{
    /// <summary>
    /// All that is left to an account that impersonates a person, besides the preferences, which administrators may
    /// change. What is not named here, and every permission to come, is taken away.
    /// </summary>
    public static readonly IReadOnlyList<Permission> PermissionsWhileImpersonating =
    [
        Permission.ReadWorkspace,
        Permission.ReadVaults,
    ];

    /// <summary>The same of a service account, which only administrators impersonate: to give it credentials.</summary>
    public static readonly IReadOnlyList<Permission> PermissionsWhileImpersonatingServiceAccount =
    [
        Permission.ReadWorkspace,
        Permission.ReadVaults,
        Permission.ManageOwnCredentials,
    ];

    /// <summary>The same of either to system credentials, which see no vault and no secret.</summary>
    public static readonly IReadOnlyList<Permission> PermissionsOfSystemCredential = [Permission.ReadWorkspace];

    /// <summary>
    /// What acting with one's own rights takes away, for people and service accounts: everything that belongs to the
    /// other alone.
    /// </summary>
    public static readonly IReadOnlyList<Permission> Personal =
    [
        Permission.EditOwnProfile,
        Permission.AllowImpersonation,
        Permission.ManageOwnCredentials,
        Permission.EditOwnVault,
        Permission.ManageOwnStorage,
        Permission.AcceptOwnership,
    ];

    /// <summary>Whether the caller may impersonate anyone at all.</summary>
    public static bool IsAllowed(Principal caller, bool ownRights) =>
        caller.Actor is null
        && (
            caller.Role >= MemberRole.Admin
            || (!ownRights && caller is { IsServiceAccount: true, AllowsImpersonation: true })
        );

    /// <summary>
    /// The principal of a caller who impersonates another, or null when this caller may not act for that one. Never
    /// nested, never across workspaces.
    /// </summary>
    public static Principal? Enter(Principal caller, Principal other, bool ownRights)
    {
        if (!IsAllowed(caller, ownRights) || caller.WorkspaceId != other.WorkspaceId)
            return null;
        if (other.IsServiceAccount ? caller.Role < MemberRole.Admin : !other.MayBeImpersonated)
            return null;
        var actor = new Actor(caller.UserId, caller.UserName, ownRights, caller.Role >= MemberRole.Admin);
        // Whoever impersonates an administrator is none.
        return Enter(actor, other, ownRights ? caller.Role : MemberRole.Member);
    }

    /// <summary>
    /// The principal for whom system credentials get a token, or null when that person is impersonated by no one.
    /// </summary>
    public static Principal? Enter(SystemCredential caller, Principal other) =>
        other.IsServiceAccount || other.MayBeImpersonated
            ? Enter(
                new Actor(caller.Id, caller.DisplayName, OwnRights: false, IsAdmin: false) { System = caller },
                other,
                MemberRole.Member
            )
            : null;

    private static Principal Enter(Actor actor, Principal other, MemberRole role) =>
        other with
        {
            Actor = actor,
            Role = role,
            IsServerAdmin = false,
            OwnRole = other.Role,
            AllowsImpersonation = false,
            GrantedPermissions = [],
        };

    /// <summary>Whether the permission is left when the actor's own role in the workspace is this one now.</summary>
    internal static bool CanStill(Principal acting, MemberRole role, Permission permission)
    {
        var isAdmin = role >= MemberRole.Admin;
        if (acting.IsServiceAccount && !isAdmin)
            return false;
        return (
            acting with
            {
                Role = acting.Actor!.OwnRights ? role : acting.Role,
                Actor = acting.Actor with { IsAdmin = isAdmin },
            }
        ).Can(permission);
    }

    /// <summary>Whether impersonating another leaves this permission.</summary>
    internal static bool Keeps(Principal acting, Permission permission)
    {
        if (acting.Actor!.System is not null)
            return PermissionsOfSystemCredential.Contains(permission);
        if (permission == Permission.EditOwnPreferences)
            return acting.Actor!.IsAdmin;
        if (acting.Actor!.OwnRights)
            return !Personal.Contains(permission);
        return (
            acting.IsServiceAccount ? PermissionsWhileImpersonatingServiceAccount : PermissionsWhileImpersonating
        ).Contains(permission);
    }
}
