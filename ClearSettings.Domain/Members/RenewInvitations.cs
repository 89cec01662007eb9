using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>An invitation as a form saw it, so that the form sent twice renews once.</summary>
public readonly record struct InvitationKey(Guid Id, int Version);

/// <summary>
/// Gives pending or expired invitations a new link for 7 days; earlier links to copy stop working. With <c>email</c> a
/// new link is emailed too, and earlier emailed links stop working.
/// </summary>
public sealed class RenewInvitations(
    ClearSettingsDb db,
    Change change,
    Seats seats,
    EmailQuota quota,
    InvitationEmails emails
)
{
    /// <summary>
    /// All of them, or none. Those that were accepted, revoked or renewed since the form was shown are passed over.
    /// </summary>
    /// <param name="mail">Whether it is sent again, where email is set up.</param>
    public Task<Result<IReadOnlyList<NewInvitation>>> RunAsync(IReadOnlyCollection<InvitationKey> keys, bool mail) =>
        IdList.Check(keys.Count) is { } tooMany
            ? Task.FromResult(Result<IReadOnlyList<NewInvitation>>.From(tooMany))
            : change.RunAsync(Permission.ManageUsers, () => RenewAsync(keys, mail));

    private async Task<Result<IReadOnlyList<NewInvitation>>> RenewAsync(
        IReadOnlyCollection<InvitationKey> keys,
        bool mail
    )
    {
        var ids = keys.Select(k => k.Id).ToList();
        var found = await db
            .Invitations.Where(i => ids.Contains(i.Id) && i.State == InvitationState.Pending)
            .ToListAsync();
        if (found.Count == 0)
            return Result<IReadOnlyList<NewInvitation>>.NotFound(
                "This invitation is no longer pending: it was accepted, declined or revoked."
            );
        var due = found
            .Where(i => keys.Contains(new(i.Id, i.RowVersion)))
            .OrderBy(i => i.Email, StringComparer.Ordinal)
            .ToList();
        if (due.Count == 0)
            return Result<IReadOnlyList<NewInvitation>>.Conflict(
                "A new link was created a moment ago. Reload the page to create another one."
            );
        if (await RefuseAsync(due, mail && await change.Outbox.IsSetUpAsync()) is { } message)
            return Result<IReadOnlyList<NewInvitation>>.Refuse("", message);
        List<NewInvitation> renewed = [];
        foreach (var invitation in due)
            renewed.Add(await RenewAsync(invitation, mail));
        return Result<IReadOnlyList<NewInvitation>>.Success(renewed);
    }

    private async Task<string?> RefuseAsync(List<Invitation> due, bool mails)
    {
        var now = change.Now;
        if (
            (await seats.CountAsync(change.Current.WorkspaceId)).Free is { } free
            && due.Count(i => !i.IsOpen(now)) > free
        )
            return "There is no free seat for this expired invitation. Remove a member or revoke an invitation first.";
        if (!mails)
            return null;
        if (due.Count > await quota.InvitationsLeftAsync(change.Current.WorkspaceId))
            return $"A workspace can send at most {EmailQuota.InvitationsPerHour} invitations per hour. Send fewer, "
                + "or try again later.";
        var often = await quota.FindRecentlyInvitedAsync([.. due.Select(i => i.Email)]);
        return often.Count == 0
            ? null
            : $"{often.Order(StringComparer.Ordinal).First()} was sent {EmailQuota.InvitationsPerAddressAndDay} "
                + "invitations in 24 hours. Copy the link instead, or try again tomorrow.";
    }

    private async Task<NewInvitation> RenewAsync(Invitation invitation, bool mail)
    {
        var token = LinkToken.New();
        invitation.Renew(LinkToken.Hash(token), change.Now);
        var me = change.Current.Principal;
        var mailed = mail && await emails.AddAsync(invitation, me.WorkspaceName, me.UserName);
        change.Audit.Record(AuditKind.InvitationRenewed, invitation.Email, mailed ? "sent again" : null);
        return new(invitation, token, mailed);
    }
}
