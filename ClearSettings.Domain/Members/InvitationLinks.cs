using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.ServiceAccounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClearSettings.Domain.Members;

/// <summary>Whether the address of an invitation has an account.</summary>
public enum InvitedAccount
{
    None,

    /// <summary>One whose person has never shown that the address is theirs, so whoever holds the link has the better right to it (security L5).</summary>
    Unproved,
    Proved,
}

/// <summary>What the holder of an invitation's link may know. Where <see cref="Obstacle"/> is set nothing else is told.</summary>
/// <param name="Obstacle">Why the link does not work, and what to do; null when it works.</param>
public sealed record InvitationLink(Guid Id, Guid WorkspaceId, string Workspace, string InvitedBy, MemberRole Role, string Email, InvitedAccount Account, string? Obstacle)
{
    internal static InvitationLink Broken(string obstacle) => new(default, default, "", "", default, "", default, obstacle);
}

/// <summary>Reads what a link's token stands for; changes nothing.</summary>
public sealed class InvitationLinks(ClearSettingsDb db, IOptions<ServiceAccountSettings> settings, TimeProvider time)
{
    /// <summary>Of a token that is nobody's; an older link of an invitation that was sent again is such a one too.</summary>
    public const string Unknown = "This link does not work. It may be incomplete, or a newer one was sent. Open the link in the latest mail, or ask for a new invitation.";

    public async Task<InvitationLink> FindAsync(string? token)
    {
        var hash = LinkToken.Hash(token);
        var row = await (
            from i in db.Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).AsNoTracking()
            where i.TokenHash == hash
            join w in db.Workspaces on i.WorkspaceId equals w.Id
            join u in db.Users on i.InvitedById equals u.Id
            select new
            {
                Invitation = i,
                Workspace = w.Name,
                InvitedBy = u.Name,
                Inviter = db.Members.Where(m => m.WorkspaceId == i.WorkspaceId && m.UserId == i.InvitedById).Select(m => (MemberRole?)m.Role).FirstOrDefault(),
                ByAdminAccount = settings.Value.AllowAdmins && db.ServiceAccounts.Any(s => s.WorkspaceId == i.WorkspaceId && s.UserId == i.InvitedById && s.IsAdmin),
                Proved = db.Users.Where(o => o.Email == i.Email).Select(o => (bool?)o.EmailConfirmed).FirstOrDefault(),
            }).SingleOrDefaultAsync();
        if (row is null) return InvitationLink.Broken(Unknown);
        if (ObstacleOf(row.Invitation, row.ByAdminAccount ? MemberRole.Admin : row.Inviter, time.GetUtcNow().UtcDateTime) is { } obstacle) return InvitationLink.Broken(obstacle);
        var account = row.Proved switch { null => InvitedAccount.None, true => InvitedAccount.Proved, false => InvitedAccount.Unproved };
        return new(row.Invitation.Id, row.Invitation.WorkspaceId, row.Workspace, row.InvitedBy, row.Invitation.Role, row.Invitation.Email, account, null);
    }

    /// <param name="inviter">The inviter's role in the workspace now; null when they are gone.</param>
    internal static string? ObstacleOf(Invitation invitation, MemberRole? inviter, DateTime now) => invitation.State switch
    {
        InvitationState.Accepted => "This invitation was used already. If it was you, sign in to open the workspace.",
        InvitationState.Declined => "This invitation was declined. Ask for a new one if you want to join after all.",
        InvitationState.Revoked => "This invitation was taken back. Ask an administrator of the workspace for a new one.",
        _ when !invitation.IsOpen(now) => $"This invitation has expired: its link worked for {Invitation.Lifetime.TotalDays:0} days. Ask for a new one.",
        _ when inviter?.Has(Permission.ManageUsers) != true => "This invitation does not count any more, because whoever sent it may not invite people now. Ask an administrator of the workspace for a new one.",
        _ => null,
    };
}
