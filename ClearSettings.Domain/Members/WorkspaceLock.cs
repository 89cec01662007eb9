using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Makes changes of who is in a workspace, and as what, follow one another: the first statement of each locks the
/// workspace's row until its commit, so each sees the seats, owner and permissions that the one before it left
/// (docs/security.md#concurrent-changes).
/// </summary>
public sealed class WorkspaceLock(ClearSettingsDb db, Current current, IOptions<ServiceAccountSettings> settings)
{
    /// <summary>Call it first inside <see cref="ClearSettingsDb.WriteAsync"/>.</summary>
    public Task AcquireAsync(Guid workspaceId) => db.TouchAsync(workspaceId);

    /// <summary>As <see cref="AcquireAsync"/> for the current workspace; gives the refusal when whoever really acts has lost the permission since the request began, or never had it.</summary>
    public async Task<Result?> AcquireAsync(Permission permission)
    {
        await AcquireAsync(current.WorkspaceId);
        return
            current.Can(permission)
            && (await GetRoleAsync(current.WorkspaceId, current.ActorId))?.Has(permission) == true
            ? null
            : NoLongerAllowed;
    }

    /// <summary>The role of a member or service account of a workspace as it is now; null when they are gone.</summary>
    internal async Task<MemberRole?> GetRoleAsync(Guid workspaceId, Guid userId)
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

    internal static Result NoLongerAllowed =>
        Result.Conflict("Your own role in this workspace has changed, so this was not done. Load the page again.");
}
