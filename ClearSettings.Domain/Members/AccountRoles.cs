using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Reads roles from the database. Inside a change that locks the workspace, a role stays the same until the commit.
/// </summary>
public sealed class AccountRoles(ClearSettingsDb db, IOptions<ServiceAccountSettings> settings)
{
    /// <summary>The role of a member or service account of a workspace as it is now; null when they are gone.</summary>
    internal async Task<MemberRole?> FindAsync(Guid workspaceId, Guid userId)
    {
        if (
            await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => m.WorkspaceId == workspaceId && m.UserId == userId)
                .Select(m => (MemberRole?)m.Role)
                .SingleOrDefaultAsync() is
            { } role
        )
            return role;
        var isAdmin = await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.WorkspaceId == workspaceId && s.UserId == userId)
            .Select(s => (bool?)s.IsAdmin)
            .SingleOrDefaultAsync();
        return isAdmin is null ? null
            : isAdmin.Value && settings.Value.AllowAdmins ? MemberRole.Admin
            : MemberRole.Member;
    }

    /// <summary>Whether a service account of a workspace was granted a permission besides those of its role.</summary>
    internal async Task<bool> IsGrantedAsync(Guid workspaceId, Guid userId, Permission permission) =>
        Permissions.Grantable.Contains(permission)
        && await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.WorkspaceId == workspaceId && s.UserId == userId)
            .SingleOrDefaultAsync()
            is { } account
        && account.GrantedPermissions.Contains(permission);
}
