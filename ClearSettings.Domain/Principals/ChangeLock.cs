using ClearSettings.Domain.Members;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Principals;

/// <summary>
/// Locks what a <see cref="Change"/> is about, and then reads the permission of the caller again: until the commit no
/// one else can withdraw it.
/// </summary>
public sealed class ChangeLock(ClearSettingsDb db, Current current, Hosting hosting, WorkspaceAccounts accounts)
{
    internal Current Caller => current;

    /// <summary>
    /// Locks the workspace, the caller's own account or the resource catalog, whichever the permission concerns.
    /// </summary>
    /// <returns>False when the caller does not have the permission, or lost it meanwhile.</returns>
    internal async Task<bool> TryTakeAsync(Permission permission)
    {
        var me = current.Principal;
        if (!me.Can(permission))
            return false;
        if (permission.ConcernsCatalog())
            await db.TouchCatalogAsync(me.WorkspaceId);
        else if (!permission.ConcernsOwnAccount() || me.Actor is not null)
            await db.TouchAsync(me.WorkspaceId);
        else if (!await TryTakeAccountAsync(me.UserId))
            return false;
        return await CanStillAsync(me, permission);
    }

    /// <returns>False when the account was deleted.</returns>
    internal async Task<bool> TryTakeAccountAsync(Guid userId) =>
        // Changes nothing, but locks the row until the end of the change.
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.DefaultWorkspaceId, x => x.DefaultWorkspaceId)) == 1;

    private async Task<bool> CanStillAsync(Principal me, Permission permission)
    {
        if (await accounts.FindAsync(me.WorkspaceId, me.ActorId) is not { Role: var role })
            return false;
        if (permission == Permission.ManageServer && hosting.IsHosted)
            return await db.Users.AnyAsync(u => u.Id == me.UserId && u.IsServerAdmin);
        if (me.Actor is null && await IsGrantedAsync(me, permission))
            return true;
        return role.Has(permission) && (me.Actor is null || Impersonation.CanStill(me, role, permission));
    }

    // What a service account was granted besides the permissions of its role.
    private async Task<bool> IsGrantedAsync(Principal me, Permission permission) =>
        Permissions.Grantable.Contains(permission)
        && await db
            .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(s => s.WorkspaceId == me.WorkspaceId && s.UserId == me.UserId)
            .SingleOrDefaultAsync()
            is { } account
        && account.GrantedPermissions.Contains(permission);
}
