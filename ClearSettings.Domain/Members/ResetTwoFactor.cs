using ClearSettings.Domain.Users;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Removes the second factors of a member who lost them, and ends their browser sessions. Never those of the owner. An
/// account belongs to all of its workspaces, so that of a member of several is reset by a server administrator only.
/// </summary>
public sealed class ResetTwoFactor(
    ClearSettingsDb db,
    Change change,
    SecondFactors factors,
    DisableTwoFactor disable,
    SessionCache sessions
)
{
    /// <summary>Why the second factors of a member cannot be reset by this caller, or null.</summary>
    public static string? Obstacle(Guid userId, MemberRole role, Guid callerId)
    {
        if (userId == callerId)
            return "Disable your own two-factor authentication in your security settings.";
        return role == MemberRole.Owner
            ? "The owner’s two-factor authentication can only be reset on the server, with a recovery link."
            : null;
    }

    public Task<Result> RunAsync(Guid userId) =>
        change.RunAsync(
            Permission.ManageUsers,
            async () =>
            {
                var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.UserId == userId);
                if (member is null)
                    return Result.NotFound("This person is no longer a member of the workspace.");
                if (Obstacle(userId, member.Role, change.Current.ActorId) is { } obstacle)
                    return Result.Refuse("", obstacle);
                if (await IsInOthersAsync(userId) && !change.Current.Can(Permission.ManageServer))
                    return Result.Refuse(
                        "",
                        "This account belongs to other workspaces too. Ask a server administrator."
                    );
                var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId);
                if (!await factors.AnyAsync(userId))
                    return Result.NotFound($"{user.Name} does not use two-factor authentication.");
                await disable.ResetAsync(user, new(change.Current.ActorId, change.Current.Principal.ActorName));
                await EndSessionsAsync(userId);
                return Result.Done;
            }
        );

    private Task<bool> IsInOthersAsync(Guid userId) =>
        db
            .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .AnyAsync(m => m.UserId == userId && m.WorkspaceId != change.Current.WorkspaceId);

    private async Task EndSessionsAsync(Guid userId)
    {
        await sessions.InvalidateAsync(db, userId);
        await db.Sessions.Where(s => s.UserId == userId).ExecuteDeleteAsync();
    }
}
