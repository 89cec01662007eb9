namespace ClearSettings.Domain;

/// <summary>Everything that page, endpoint, menu and button can ask for.</summary>
public enum Permission
{
    /// <summary>Be a signed-in member; read what every member may read.</summary>
    ReadWorkspace,

    /// <summary>Receive the configuration vaults that apply to oneself.</summary>
    ReadVaults,

    /// <summary>Change one's own name, password and the like.</summary>
    EditOwnProfile,

    /// <summary>Change the preferences that web interfaces keep for oneself.</summary>
    EditOwnPreferences,

    /// <summary>Choose whether others can impersonate oneself.</summary>
    AllowImpersonation,

    /// <summary>Create, relabel, rotate and revoke one's own API credentials.</summary>
    ManageOwnCredentials,

    /// <summary>Read and change one's own configuration vault.</summary>
    EditOwnVault,

    /// <summary>Keep credentials with which one's own browser reads cloud storage, and use them.</summary>
    ManageOwnStorage,

    /// <summary>Rename the workspace and change its settings.</summary>
    ManageWorkspace,

    /// <summary>Invite and remove people, change their roles.</summary>
    ManageUsers,

    /// <summary>Create, change and delete groups, and choose who is in them.</summary>
    ManageGroups,

    /// <summary>Everything with the vaults of groups and of the whole workspace.</summary>
    ManageVaults,

    /// <summary>Create, change and delete service accounts, their credentials and vaults.</summary>
    ManageServiceAccounts,

    /// <summary>
    /// Choose by rules who can read and modify which objects, and see what each account can.
    /// </summary>
    ManageAccessRules,

    /// <summary>Add, change and delete objects of the resource catalog. Service accounts can be granted it.</summary>
    ManageResources,

    /// <summary>Ask what other accounts can read and modify. Service accounts can be granted it.</summary>
    CheckAccess,

    /// <summary>Choose with what a service deletes files from cloud storage.</summary>
    ManageStorageCleanup,

    /// <summary>Read these credentials, with their secrets. Service accounts can be granted it.</summary>
    ReadStorageCleanup,

    /// <summary>Read who did what.</summary>
    ReadAuditLog,

    /// <summary>Offer the workspace to another member.</summary>
    TransferOwnership,

    /// <summary>Choose whether members must use two-factor authentication.</summary>
    RequireTwoFactor,

    /// <summary>Become the owner of the workspace when its owner offers it.</summary>
    AcceptOwnership,

    /// <summary>
    /// Administer the server itself: its email settings and configuration. See <see cref="Principals.Principal.Can"/>.
    /// </summary>
    ManageServer,

    /// <summary>
    /// Get tokens for users, and create and delete accounts, in any workspace. Only <see
    /// cref="Principals.SystemCredential"/>s have it.
    /// </summary>
    UseSystemActions,
}

/// <summary>
/// Which role has which permission, and which permissions require that the password was confirmed recently.
/// </summary>
public static class Permissions
{
    private static readonly Permission[] OfMember =
    [
        Permission.ReadWorkspace,
        Permission.ReadVaults,
        Permission.EditOwnProfile,
        Permission.EditOwnPreferences,
        Permission.AllowImpersonation,
        Permission.ManageOwnCredentials,
        Permission.EditOwnVault,
        Permission.ManageOwnStorage,
        Permission.AcceptOwnership,
    ];

    private static readonly Permission[] OfAdmin =
    [
        .. OfMember,
        Permission.ManageWorkspace,
        Permission.ManageUsers,
        Permission.ManageGroups,
        Permission.ManageVaults,
        Permission.ManageServiceAccounts,
        Permission.ManageAccessRules,
        Permission.ManageResources,
        Permission.CheckAccess,
        Permission.ManageStorageCleanup,
        Permission.ReadStorageCleanup,
        Permission.ReadAuditLog,
    ];

    // Nothing that these allow leads to an account or a secret; a new password needs the current one.
    private static readonly Permission[] WithoutRecentAuthentication =
    [
        Permission.ReadWorkspace,
        Permission.ReadVaults,
        Permission.EditOwnProfile,
        Permission.EditOwnPreferences,
        Permission.ManageWorkspace,
        Permission.ReadAuditLog,
    ];

    // Not the vaults and impersonation of one's own, which count and show in the workspace.
    private static readonly Permission[] OfOwnAccount =
    [
        Permission.EditOwnProfile,
        Permission.EditOwnPreferences,
        Permission.ManageOwnCredentials,
        Permission.ManageOwnStorage,
    ];

    /// <summary>What administrators can grant to a service account that is none.</summary>
    public static readonly IReadOnlyList<Permission> Grantable =
    [
        Permission.ManageResources,
        Permission.CheckAccess,
        Permission.ReadStorageCleanup,
    ];

    /// <summary>
    /// Whether a change with this permission is one of the resource catalog, which waits for other changes of the
    /// catalog alone and leaves the version of the workspace as it is.
    /// </summary>
    public static bool ConcernsCatalog(this Permission permission) => permission == Permission.ManageResources;

    /// <summary>
    /// Whether a change with this permission is one of the caller's own account, which waits for no change of the
    /// workspace.
    /// </summary>
    public static bool ConcernsOwnAccount(this Permission permission) => OfOwnAccount.Contains(permission);

    /// <summary>
    /// Whether a change with this permission can lead to an account or a secret. A browser session may make it only
    /// within <see cref="Users.Session.ReauthenticationLifetime"/> after the password was confirmed. Holds for every
    /// permission that is not exempt by name.
    /// </summary>
    public static bool RequiresRecentAuthentication(this Permission permission) =>
        !WithoutRecentAuthentication.Contains(permission);

    public static bool Has(this MemberRole role, Permission permission) =>
        role switch
        {
            MemberRole.Owner => permission != Permission.UseSystemActions,
            MemberRole.Admin => OfAdmin.Contains(permission),
            MemberRole.Member => OfMember.Contains(permission),
            _ => false,
        };
}
