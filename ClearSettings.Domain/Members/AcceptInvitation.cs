using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Joins a workspace with the account that is signed in: the one whose proved address the invitation was sent to (security I2).</summary>
public sealed class AcceptInvitation(ClearSettingsDb db, Arrival arrival, Current current)
{
    private const string NotYours = "This invitation is not for the account you are signed in with.";

    /// <summary>In the app.</summary>
    public Task<Result<Joined>> RunAsync(Guid invitationId) => RunAsync(db.Invitations.Where(i => i.Id == invitationId), "This invitation does not wait any more.");

    /// <summary>With the link.</summary>
    public Task<Result<Joined>> RunAsync(string? token)
    {
        var hash = LinkToken.Hash(token);
        return RunAsync(db.Invitations.Where(i => i.TokenHash == hash), InvitationLinks.Unknown);
    }

    private Task<Result<Joined>> RunAsync(IQueryable<Invitation> which, string absent) => db.WriteAsync(async () =>
    {
        var user = await db.Users.SingleAsync(u => u.Id == current.PersonId);
        var invitation = await which.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Select(i => new { i.Id, i.WorkspaceId, i.Email }).SingleOrDefaultAsync();
        if (invitation is null) return Result<Joined>.NotFound(absent);
        if (invitation.Email != user.Email || !user.EmailConfirmed) return Result<Joined>.NotFound(NotYours);
        return await arrival.TakeInAsync(invitation.Id, invitation.WorkspaceId, user);
    });
}
