using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>The workspace that was joined.</summary>
public sealed record JoinedWorkspaceResult(Guid WorkspaceId, string Workspace);

/// <summary>
/// Takes the person an invitation is for into its workspace. The caller has checked whether they are that person.
/// </summary>
public sealed class JoinWorkspace(
    ClearSettingsDb db,
    AccountRoles roles,
    Seats seats,
    InvitedGroups groups,
    SessionCache sessions,
    Outbox outbox,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>
    /// Call it inside a <see cref="Change"/> that locks the workspace. Uses the invitation up and makes the membership,
    /// both or neither; of many at once one succeeds.
    /// </summary>
    /// <param name="user">In the unit of work, new or loaded.</param>
    internal async Task<Result<JoinedWorkspaceResult>> RunAsync(Guid invitationId, Guid workspaceId, User user)
    {
        var invitation = await Invitations.AsNoTracking().SingleAsync(i => i.Id == invitationId);
        var inviter = await GetInviterAsync(invitation);
        var now = time.GetUtcNow().UtcDateTime;
        var isMember = await Members.AnyAsync(m => m.WorkspaceId == workspaceId && m.UserId == user.Id);
        if (await RefuseAsync(invitation, inviter, isMember, now) is { } refusal)
            return Result<JoinedWorkspaceResult>.From(refusal);
        if (await MarkAcceptedAsync(invitation, user, now) == 0)
            return Result<JoinedWorkspaceResult>.NotFound("This invitation was already used.");
        if (!isMember)
            db.Members.Add(Member.Join(workspaceId, user.Id, invitation.Role, time));
        var joined = await groups.JoinAsync(invitationId, workspaceId, user.Id);
        if (user.DefaultWorkspaceId is null)
            user.SetDefaultWorkspace(workspaceId);
        await sessions.InvalidateAsync(db, user.Id);
        audit.Record(
            workspaceId,
            user.Id,
            user.Name,
            AuditKind.InvitationAccepted,
            user.Email!,
            Describe(invitation, inviter, joined)
        );
        var name = await db.Workspaces.Where(w => w.Id == workspaceId).Select(w => w.Name).SingleAsync();
        await NotifyAsync(inviter.Email, user, workspaceId, name);
        return new JoinedWorkspaceResult(workspaceId, name);
    }

    private static string Describe(Invitation invitation, Inviter inviter, IReadOnlyList<string> groups) =>
        $"as {invitation.Role.DisplayName()}, invited by {inviter.Name}"
        + (groups.Count == 0 ? "" : $", into {GroupText.JoinNames(groups)}");

    private async Task<Result?> RefuseAsync(Invitation invitation, Inviter inviter, bool isMember, DateTime now)
    {
        if (InvitationLinks.GetObstacle(invitation, inviter.Role, now) is { } obstacle)
            return Result.NotFound(obstacle);
        if (isMember || await seats.CountAsync(invitation.WorkspaceId) is not { HasRoom: false, Limit: var limit })
            return null;
        return Result.Refuse(
            "",
            $"All {limit} seats of this workspace are in use. Ask {inviter.Name} to free a seat. Your invitation "
                + "stays valid."
        );
    }

    /// <param name="inviter">Null for a service account, which has no address.</param>
    private async Task NotifyAsync(string? inviter, User user, Guid workspaceId, string workspace)
    {
        if (inviter is null)
            return;
        var path = $"/workspaces/{workspaceId.ToHex()}/users";
        await outbox.AddAsync(
            new InvitationAcceptedEmail(inviter, workspace, user.Name, user.Email!, path),
            workspaceId
        );
    }

    private Task<int> MarkAcceptedAsync(Invitation invitation, User user, DateTime now) =>
        Invitations
            .Where(i => i.Id == invitation.Id && i.State == InvitationState.Pending && i.ExpiresAt > now)
            .ExecuteUpdateAsync(i =>
                i.SetProperty(x => x.State, InvitationState.Accepted)
                    .SetProperty(x => x.EndedAt, now)
                    .SetProperty(x => x.AcceptedById, user.Id)
                    .SetProperty(x => x.RowVersion, x => x.RowVersion + 1)
            );

    private async Task<Inviter> GetInviterAsync(Invitation invitation)
    {
        var inviter = await db
            .Users.Where(u => u.Id == invitation.InvitedById)
            .Select(u => new { u.Name, u.Email })
            .SingleAsync();
        return new(inviter.Name, inviter.Email, await roles.FindAsync(invitation.WorkspaceId, invitation.InvitedById));
    }

    /// <param name="Role">In the workspace now; null when they are gone.</param>
    private sealed record Inviter(string Name, string? Email, MemberRole? Role);

    private IQueryable<Invitation> Invitations => db.Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private IQueryable<Member> Members => db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
}
