using ClearSettings.Domain.Audit;
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
    Change change,
    JoinCheck check,
    InvitedGroups groups,
    SessionCache sessions
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
        var inviter =
            await check.FindInviterAsync(invitation)
            ?? throw new InvalidOperationException("The account that sent this invitation was deleted.");
        var now = change.Now;
        var isMember = await Members.AnyAsync(m => m.WorkspaceId == workspaceId && m.UserId == user.Id);
        if (await check.RefuseAsync(invitation, inviter, isMember) is { } refusal)
            return Result<JoinedWorkspaceResult>.From(refusal);
        if (await MarkAcceptedAsync(invitation, user, now) == 0)
            return Result<JoinedWorkspaceResult>.NotFound("This invitation was already used.");
        if (!isMember)
            db.Members.Add(Member.Join(workspaceId, user.Id, invitation.Role, change.Time));
        var joined = await groups.JoinAsync(invitationId, workspaceId, user.Id);
        if (user.DefaultWorkspaceId is null)
            user.SetDefaultWorkspace(workspaceId);
        await sessions.InvalidateAsync(db, user.Id);
        change.Audit.Record(
            new AuditActor(workspaceId, user.Id, user.Name),
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

    /// <param name="inviter">Null for a service account, which has no address.</param>
    private async Task NotifyAsync(string? inviter, User user, Guid workspaceId, string workspace)
    {
        if (inviter is null)
            return;
        var path = $"/workspaces/{workspaceId.ToHex()}/users";
        await change.Outbox.AddAsync(
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

    private IQueryable<Invitation> Invitations => db.Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);

    private IQueryable<Member> Members => db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
}
