using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Joins a workspace with the account that is signed in, if the invitation was sent to its address. The address must be
/// confirmed: earlier, or now by an emailed link. On a self-hosted server a copied link is enough, because the
/// administrator vouches for the address.
/// </summary>
public sealed class AcceptInvitation(ClearSettingsDb db, Change change, JoinWorkspace arrival, Hosting hosting)
{
    private const string NotYours = "This invitation is not for the account you are signed in with.";
    private const string NotConfirmed =
        "Confirm your email address before you accept. Open the link in the invitation email.";

    /// <summary>In the app.</summary>
    public Task<Result<JoinedWorkspaceResult>> RunAsync(Guid invitationId) =>
        RunAsync(db.Invitations.Where(i => i.Id == invitationId), null, "This invitation is no longer pending.");

    /// <summary>With a link.</summary>
    public Task<Result<JoinedWorkspaceResult>> RunAsync(string? token)
    {
        var hash = LinkToken.Hash(token);
        return RunAsync(
            db.Invitations.Where(i => i.TokenHash == hash || i.EmailTokenHash == hash),
            hash,
            InvitationLinks.Unknown
        );
    }

    private async Task<Result<JoinedWorkspaceResult>> RunAsync(
        IQueryable<Invitation> which,
        byte[]? hash,
        string absent
    )
    {
        var all = which.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking();
        if (await all.Select(i => (Guid?)i.WorkspaceId).SingleOrDefaultAsync() is not { } workspace)
            return Result<JoinedWorkspaceResult>.NotFound(absent);
        return await change.RunOnOwnAccountAsync(
            async () =>
                await all.SingleOrDefaultAsync() is { } invitation
                    ? await AcceptAsync(invitation, hash)
                    : Result<JoinedWorkspaceResult>.NotFound(absent),
            workspace
        );
    }

    private async Task<Result<JoinedWorkspaceResult>> AcceptAsync(Invitation invitation, byte[]? hash)
    {
        var user = await db.Users.SingleAsync(u => u.Id == change.Current.PersonId);
        if (invitation.Email != user.Email)
            return Result<JoinedWorkspaceResult>.NotFound(NotYours);
        var isEmailed =
            hash is not null && invitation.EmailTokenHash is { } emailed && emailed.AsSpan().SequenceEqual(hash);
        if (!user.EmailConfirmed && !isEmailed && (hash is null || hosting.IsHosted))
            return Result<JoinedWorkspaceResult>.NotFound(NotConfirmed);
        var joined = await arrival.RunAsync(invitation.Id, invitation.WorkspaceId, user);
        if (joined.Ok && isEmailed)
            user.ConfirmEmail();
        return joined;
    }
}
