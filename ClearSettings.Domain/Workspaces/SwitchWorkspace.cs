using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Workspaces;

/// <summary>
/// Makes the workspace that the caller is in the one that pages without a workspace in their address show.
/// </summary>
public sealed class SwitchWorkspace(ClearSettingsDb db, Change change, SessionCache sessions, Hosting hosting)
{
    public Task<Result> RunAsync() =>
        change.RunOnOwnAccountAsync(async () =>
        {
            if (!hosting.IsHosted)
                return Result.NotFound("There is one workspace on this server.");
            var user = await db.Users.SingleAsync(u => u.Id == change.Current.UserId);
            user.SetDefaultWorkspace(change.Current.WorkspaceId);
            await sessions.InvalidateAsync(db, user.Id);
            return Result.Done;
        });
}
