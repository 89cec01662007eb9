using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Whether the person whom an invitation is for can join with it now.</summary>
public sealed class JoinCheck(ClearSettingsDb db, WorkspaceAccounts accounts, Seats seats, TimeProvider time)
{
    /// <param name="isMember">Whether they are in the workspace already.</param>
    /// <returns>Why they cannot, or null.</returns>
    internal async Task<Result?> RefuseAsync(Invitation invitation, Inviter inviter, bool isMember)
    {
        if (InvitationLinks.GetObstacle(invitation, inviter.Role, time.GetUtcNow().UtcDateTime) is { } obstacle)
            return Result.NotFound(obstacle);
        if (isMember || await seats.CountAsync(invitation.WorkspaceId) is not { HasRoom: false, Limit: var limit })
            return null;
        return Result.Refuse(
            "",
            $"All {limit} seats of this workspace are in use. Ask {inviter.Name} to free a seat. Your invitation "
                + "stays valid."
        );
    }

    /// <returns>Null when the account was deleted.</returns>
    internal async Task<Inviter?> FindInviterAsync(Invitation invitation)
    {
        var inviter = await db
            .Users.Where(u => u.Id == invitation.InvitedById)
            .Select(u => new { u.Name, u.Email })
            .SingleOrDefaultAsync();
        if (inviter is null)
            return null;
        var account = await accounts.FindAsync(invitation.WorkspaceId, invitation.InvitedById);
        return new(inviter.Name, inviter.Email, account?.Role);
    }
}

/// <summary>Who sent an invitation.</summary>
/// <param name="Email">Null for a service account.</param>
/// <param name="Role">In the workspace now; null when they are gone.</param>
internal sealed record Inviter(string Name, string? Email, MemberRole? Role);
