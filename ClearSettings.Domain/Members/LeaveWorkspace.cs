using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Takes the caller out of the workspace they are in, with all that <see cref="RemoveFromWorkspace"/> ends. Only a new
/// invitation brings them back.
/// </summary>
public sealed class LeaveWorkspace(ClearSettingsDb db, Change change, RemoveFromWorkspace departure, Hosting hosting)
{
    /// <summary>Why the caller cannot leave the current workspace, or null.</summary>
    public async Task<string?> ObstacleAsync()
    {
        if (!hosting.IsHosted)
            return "You cannot leave the only workspace of this server. An administrator can remove you.";
        if (
            await db.Workspaces.AnyAsync(w =>
                w.Id == change.Current.WorkspaceId && w.PersonalOf == change.Current.UserId
            )
        )
            return "This is your personal workspace. You cannot leave it.";
        var owners = await db.Members.Where(m => m.Role == MemberRole.Owner).Select(m => m.UserId).ToListAsync();
        return owners is [var only] && only == change.Current.UserId
            ? "You are the owner of this workspace. Transfer ownership to another member on the Users page "
                + "before you leave."
            : null;
    }

    public Task<Result<RemovalImpact>> RunAsync() =>
        change.RunAsync(
            Permission.ReadWorkspace,
            async () =>
            {
                if (!await db.Members.AnyAsync(m => m.UserId == change.Current.UserId))
                    return Result<RemovalImpact>.NotFound("You are no longer a member of this workspace.");
                if (await ObstacleAsync() is { } obstacle)
                    return Result<RemovalImpact>.Refuse("", obstacle);
                var impact = await departure.RunAsync(change.Current.WorkspaceId, change.Current.UserId);
                change.Audit.Record(
                    AuditKind.MemberLeft,
                    change.Current.Principal.UserName,
                    $"credentials revoked: {impact.Credentials}, invitations revoked: {impact.Invitations}"
                );
                return (Result<RemovalImpact>)impact;
            }
        );
}
