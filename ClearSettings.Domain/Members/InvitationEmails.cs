using ClearSettings.Domain.Mail;
using ClearSettings.Domain.Mail.Letters;
using ClearSettings.Domain.Secrets;

namespace ClearSettings.Domain.Members;

/// <summary>Emails invitations. Each email has a new token that appears nowhere else, so opening its link proves that the address is the recipient's.</summary>
public sealed class InvitationEmails(Outbox outbox)
{
    /// <summary>Call it inside <see cref="ClearSettingsDb.WriteAsync"/>. Earlier emailed links of the invitation stop working.</summary>
    /// <param name="invitation">In the unit of work.</param>
    /// <returns>Whether an email is sent.</returns>
    internal bool Email(Invitation invitation, string workspace, string invitedBy)
    {
        var token = LinkToken.New();
        var letter = new InvitationLetter(invitation.Email, workspace, invitedBy, invitation.Role.Words(), invitation.ExpiresAt, NewInvitation.PathOf(token));
        if (!outbox.Add(letter, invitation.WorkspaceId)) return false;
        invitation.EmailLink(LinkToken.Hash(token));
        return true;
    }
}
