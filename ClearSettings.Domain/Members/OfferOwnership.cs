using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Mail;
using ClearSettings.Domain.Mail.Letters;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Offers the current workspace to another member, for 7 days. Nothing changes before they accept; then the owner becomes an administrator.</summary>
public sealed class OfferOwnership(ClearSettingsDb db, MemberTurn turn, Outbox outbox, AuditLog audit, Current current, TimeProvider time)
{
    /// <summary>Where the answer is given; follows the server's address.</summary>
    public const string AnswerPath = "/settings/notifications";

    /// <summary>An older offer to somebody else ends; the same offer again changes nothing.</summary>
    public Task<Result> RunAsync(Guid userId) => db.WriteAsync(async () =>
    {
        if (await turn.TakeAsync(Permission.TransferOwnership) is { } lost) return lost;
        var to = await db.Members.Where(m => m.UserId == userId).Join(db.Users, m => m.UserId, u => u.Id, (_, u) => new { u.Id, u.Name, u.Email }).SingleOrDefaultAsync();
        if (to is null) return Result.NotFound("This person is not a member of the workspace any more.");
        if (to.Id == current.UserId) return Result.Refuse("", "You are the owner already.");
        var now = time.GetUtcNow().UtcDateTime;
        if (await db.OwnershipOffers.AnyAsync(o => o.ToUserId == userId && o.ExpiresAt > now)) return Result.Done;
        await db.OwnershipOffers.ExecuteDeleteAsync();
        var me = current.Principal;
        var offer = OwnershipOffer.Make(me.WorkspaceId, me.UserId, to.Id, time);
        db.OwnershipOffers.Add(offer);
        audit.Record(AuditKind.OwnershipOffered, to.Name, to.Email);
        outbox.Add(new OwnershipOfferedLetter(to.Email!, to.Name, me.WorkspaceName, me.UserName, offer.ExpiresAt, AnswerPath), me.WorkspaceId);
        return Result.Done;
    });
}
