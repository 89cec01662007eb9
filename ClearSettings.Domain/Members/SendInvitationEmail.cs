using ClearSettings.Domain.Email;
using ClearSettings.Domain.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Emails a link that proves the invited address, for the holder of a copied link on a hosted server. Does the same
/// work, and gives the same answer, whether or not the address has an account.
/// </summary>
public sealed class SendInvitationEmail(
    ClearSettingsDb db,
    InvitationLinks links,
    InvitationEmails emails,
    EmailQuota quota,
    Change change
)
{
    /// <param name="token">Of the copied link.</param>
    public async Task<Result> RunAsync(string? token)
    {
        var link = await links.FindAsync(token);
        if (link.Obstacle is not null)
            return Result.NotFound(link.Obstacle);
        if (!await change.Outbox.IsSetUpAsync())
            return Result.Refuse(
                "",
                "This server cannot send email yet, so your address cannot be confirmed. Try again later."
            );
        return await change.RunAsServerAsync(() => SendAsync(token, link), link.WorkspaceId);
    }

    private async Task<Result> SendAsync(string? token, InvitationLink link)
    {
        var hash = LinkToken.Hash(token);
        var invitation = await db
            .Invitations.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .SingleOrDefaultAsync(i => i.TokenHash == hash && i.State == InvitationState.Pending);
        if (invitation is null)
            return Result.NotFound(InvitationLinks.Unknown);
        if (await quota.NextInvitationAtAsync(link.Email) is { } next)
            return await emails.HasEmailAsync(invitation) ? Result.Done : LimitReached(next);
        await emails.AddAsync(invitation, link.Workspace, link.InvitedBy);
        return Result.Done;
    }

    // In whole hours, since emails of other workspaces count too and their exact times are not the caller's business.
    private Result LimitReached(DateTime next)
    {
        var hours = Math.Max(1, (int)Math.Ceiling((next - change.Now).TotalHours));
        return Result.Refuse(
            "",
            $"This address has reached the limit of {EmailQuota.InvitationsPerAddressAndDay} invitation emails "
                + "in 24 hours. "
                + $"Try again in {(hours == 1 ? "1 hour" : $"{hours} hours")}."
        );
    }
}
