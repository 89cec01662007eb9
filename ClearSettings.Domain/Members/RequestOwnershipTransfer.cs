using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Offers the current workspace to another member, for 7 days. Nothing changes before they accept; then the owner
/// becomes an administrator.
/// </summary>
public sealed class RequestOwnershipTransfer(ClearSettingsDb db, Change change)
{
    /// <summary>Where the answer is given; follows the server's address.</summary>
    public const string ResponsePath = "/settings/notifications";

    /// <summary>A pending request to someone else is canceled; the same request again changes nothing.</summary>
    public Task<Result> RunAsync(Guid userId) =>
        change.RunAsync(
            Permission.TransferOwnership,
            async () =>
            {
                var to = await db
                    .Members.Where(m => m.UserId == userId)
                    .Join(db.Users, m => m.UserId, u => u.Id, (_, u) => new NewOwner(u.Id, u.Name, u.Email!))
                    .SingleOrDefaultAsync();
                if (to is null)
                    return Result.NotFound("This person is no longer a member of the workspace.");
                if (to.Id == change.Current.UserId)
                    return Result.Refuse("", "You are already the owner.");
                var now = change.Now;
                if (await db.OwnershipTransfers.AnyAsync(o => o.ToUserId == userId && o.ExpiresAt > now))
                    return Result.Done;
                await db.OwnershipTransfers.ExecuteDeleteAsync();
                await OfferAsync(to);
                return Result.Done;
            }
        );

    private async Task OfferAsync(NewOwner to)
    {
        var me = change.Current.Principal;
        var offer = OwnershipTransfer.Create(me.WorkspaceId, me.UserId, to.Id, change.Time);
        db.OwnershipTransfers.Add(offer);
        change.Audit.Record(AuditKind.OwnershipTransferRequested, to.Name, to.Email);
        await change.Outbox.AddAsync(
            new OwnershipTransferRequestedEmail(
                to.Email,
                to.Name,
                me.WorkspaceName,
                me.UserName,
                offer.ExpiresAt,
                ResponsePath
            ),
            me.WorkspaceId
        );
    }

    private sealed record NewOwner(Guid Id, string Name, string Email);
}
