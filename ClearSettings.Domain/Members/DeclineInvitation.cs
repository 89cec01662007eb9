using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Ends an invitation at the wish of the person it was sent to.</summary>
public sealed class DeclineInvitation(ClearSettingsDb db, Change change)
{
    private const string NotFoundMessage = "This invitation is no longer pending.";

    /// <returns>The workspace's name.</returns>
    public async Task<Result<string>> RunAsync(Guid invitationId)
    {
        var workspace = await Invitations
            .Where(i => i.Id == invitationId)
            .Join(db.Workspaces, i => i.WorkspaceId, w => w.Id, (i, w) => new { w.Id, w.Name })
            .SingleOrDefaultAsync();
        if (workspace is null)
            return Result<string>.NotFound(NotFoundMessage);
        return await change.RunOnOwnAccountAsync(
            async () =>
            {
                var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == change.Current.PersonId);
                if (!user.EmailConfirmed)
                    return Result<string>.NotFound(NotFoundMessage);
                if (await MarkDeclinedAsync(invitationId, user.Email!) == 0)
                    return Result<string>.NotFound(NotFoundMessage);
                change.Audit.Record(
                    new AuditActor(workspace.Id, user.Id, user.Name),
                    AuditKind.InvitationDeclined,
                    user.Email!
                );
                return (Result<string>)workspace.Name;
            },
            workspace.Id
        );
    }

    private Task<int> MarkDeclinedAsync(Guid invitationId, string email)
    {
        var now = change.Now;
        return Invitations
            .Where(i => i.Id == invitationId && i.Email == email && i.State == InvitationState.Pending)
            .ExecuteUpdateAsync(i =>
                i.SetProperty(x => x.State, InvitationState.Declined)
                    .SetProperty(x => x.EndedAt, now)
                    .SetProperty(x => x.RowVersion, x => x.RowVersion + 1)
            );
    }

    private IQueryable<Invitation> Invitations => db.Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]);
}
