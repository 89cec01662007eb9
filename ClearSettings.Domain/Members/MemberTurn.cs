using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Makes changes of who is in a workspace, and as what, follow one another: the first statement of each locks the workspace's row until
/// its commit, so seats, the owner and the caller's own right are those that the change before left (security I6 and K1).
/// </summary>
public sealed class MemberTurn(ClearSettingsDb db, Current current)
{
    /// <summary>Call it first inside <see cref="ClearSettingsDb.WriteAsync"/>.</summary>
    public Task TakeAsync(Guid workspaceId) => db.TouchAsync(workspaceId);

    /// <summary>As <see cref="TakeAsync"/> for the current workspace; gives the refusal when the caller has lost the permission since the request began.</summary>
    public async Task<Result?> TakeAsync(Permission permission)
    {
        await TakeAsync(current.WorkspaceId);
        var role = await db.Members.Where(m => m.UserId == current.UserId).Select(m => (MemberRole?)m.Role).SingleOrDefaultAsync();
        return role?.Has(permission) == true ? null : Result.Conflict("Your own role in this workspace has changed, so this was not done. Load the page again.");
    }
}
