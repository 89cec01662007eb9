using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Ends the offer of the current workspace's ownership to the caller.</summary>
public sealed class DeclineOwnership(ClearSettingsDb db, MemberTurn turn, AuditLog audit, Current current)
{
    public Task<Result> RunAsync() => db.WriteAsync(async () =>
    {
        await turn.TakeAsync(current.WorkspaceId);
        if (await db.OwnershipOffers.Where(o => o.ToUserId == current.UserId).ExecuteDeleteAsync() == 0) return Result.NotFound("This offer does not stand any more.");
        audit.Record(AuditKind.OwnershipDeclined, current.Principal.UserName);
        return Result.Done;
    });
}
