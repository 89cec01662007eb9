using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Principals;

/// <summary>Who really acts, where a principal is that of somebody else.</summary>
/// <param name="OwnRights">The other's identity with the actor's own rights (X-ClearML-Act-As); otherwise the other's, less what impersonation takes away.</param>
public sealed record Actor(Guid UserId, string Name, bool OwnRights);

/// <summary>Who may act for whom, and what is left to them (contract 5, security M1). Asked again with every call, so whatever changes counts at once.</summary>
public static class Impersonation
{
    /// <summary>All that is left to whoever impersonates a person. What is not named here, and every permission to come, is taken away.</summary>
    public static readonly IReadOnlyList<Permission> LeftOfPerson = [Permission.ReadWorkspace];

    /// <summary>The same of a service account, which only administrators impersonate: to give it key pairs.</summary>
    public static readonly IReadOnlyList<Permission> LeftOfServiceAccount = [Permission.ReadWorkspace, Permission.ManageOwnCredentials];

    /// <summary>What is another's own, and so taken from those who act with rights of their own too: a key pair of an owner would be the owner's power.</summary>
    public static readonly IReadOnlyList<Permission> Personal = [Permission.EditOwnProfile, Permission.ManageOwnCredentials, Permission.EditOwnVault];

    /// <summary>Whether the caller may act for anybody at all.</summary>
    public static bool IsAllowed(Principal caller, bool ownRights) =>
        caller.Actor is null && (caller.Role >= MemberRole.Admin || (!ownRights && caller is { IsServiceAccount: true, AllowsImpersonation: true }));

    /// <summary>The principal of a caller who acts for another, or null when this caller may not act for that one. Never nested, never across workspaces.</summary>
    public static Principal? Enter(Principal caller, Principal other, bool ownRights)
    {
        if (!IsAllowed(caller, ownRights) || caller.WorkspaceId != other.WorkspaceId) return null;
        if (other.IsServiceAccount ? caller.Role < MemberRole.Admin : !other.MayBeImpersonated) return null;
        return other with
        {
            Actor = new(caller.UserId, caller.UserName, ownRights),
            // Whoever impersonates an administrator is none.
            Role = ownRights ? caller.Role : MemberRole.Member,
            RunsServer = false,
            OwnRole = other.Role,
            AllowsImpersonation = false,
        };
    }

    /// <summary>Whether acting for another leaves this permission.</summary>
    internal static bool Leaves(Principal acting, Permission permission)
    {
        var left = acting.IsServiceAccount ? LeftOfServiceAccount : LeftOfPerson;
        return left.Contains(permission) || (acting.Actor!.OwnRights && !Personal.Contains(permission));
    }
}
