using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Makes a member an administrator or the other way round. The owner's role changes hands only by
/// <see cref="RequestOwnershipTransfer"/>.
/// </summary>
public sealed class ChangeRole(ClearSettingsDb db, Change change, SentRequestRemoval requests)
{
    /// <summary>Invitations that someone sent as an administrator end when they are one no more.</summary>
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid userId, MemberRole? role) =>
        change.RunAsync(
            Permission.ManageUsers,
            async () =>
            {
                if (role is not (MemberRole.Member or MemberRole.Admin))
                    return Result<bool>.Refuse(
                        "Role",
                        "Choose member or administrator. Only the owner can transfer ownership."
                    );
                var member = await db.Members.SingleOrDefaultAsync(m => m.UserId == userId);
                if (member is null)
                    return Result<bool>.NotFound("This person is no longer a member of the workspace.");
                if (GetObstacle(member) is { } obstacle)
                    return Result<bool>.Refuse("", obstacle);
                if (member.Role == role)
                    return false;
                await SetAsync(member, role.Value);
                return (Result<bool>)true;
            }
        );

    private string? GetObstacle(Member member)
    {
        if (member.Role == MemberRole.Owner)
            return "The owner’s role changes only when they transfer ownership to another member.";
        return member.UserId == change.Current.ActorId
            ? "You cannot change your own role. Ask another administrator."
            : null;
    }

    private async Task SetAsync(Member member, MemberRole role)
    {
        var (userId, before) = (member.UserId, member.Role);
        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.Name).SingleAsync();
        member.ChangeRole(role);
        var ended =
            role == MemberRole.Member ? await requests.RevokeInvitationsAsync(change.Current.WorkspaceId, userId) : 0;
        change.Audit.Record(
            AuditKind.RoleChanged,
            name,
            $"{before.DisplayName()} to {role.DisplayName()}{(ended == 0 ? "" : $", invitations revoked: {ended}")}"
        );
    }
}
