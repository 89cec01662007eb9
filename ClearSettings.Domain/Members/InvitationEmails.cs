using ClearSettings.Domain.Email;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Jobs;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Emails invitations. Each email has a new token that appears nowhere else, so opening its link proves that the
/// address is the recipient's.
/// </summary>
public sealed class InvitationEmails(ClearSettingsDb db, Outbox outbox)
{
    /// <summary>Call it inside a <see cref="Change"/>. Earlier emailed links of the invitation stop working.</summary>
    /// <param name="invitation">In the unit of work.</param>
    /// <returns>Whether an email is sent.</returns>
    internal async Task<bool> AddAsync(Invitation invitation, string workspace, string invitedBy)
    {
        var token = LinkToken.New();
        var email = new InvitationEmail(
            invitation.Email,
            workspace,
            invitedBy,
            invitation.Role.DisplayName(),
            invitation.ExpiresAt,
            NewInvitation.GetPath(token)
        );
        if (!await outbox.AddAsync(email, invitation.WorkspaceId))
            return false;
        invitation.EmailLink(LinkToken.Hash(token));
        return true;
    }

    /// <summary>
    /// Whether the latest email of the invitation was sent, or waits in the outbox. Its link works as long as the
    /// invitation does.
    /// </summary>
    internal async Task<bool> HasEmailAsync(Invitation invitation)
    {
        if (invitation.EmailTokenHash is null)
            return false;
        var state = await db
            .Emails.Where(m =>
                m.WorkspaceId == invitation.WorkspaceId && m.To == invitation.Email && m.Kind == InvitationEmail.Kind
            )
            .OrderByDescending(m => m.CreatedAt)
            .Select(m => (JobState?)m.State)
            .FirstOrDefaultAsync();
        return state is JobState.Done or JobState.Waiting;
    }
}
