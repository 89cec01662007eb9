using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Ends the offer of the current workspace's ownership to the caller.</summary>
public sealed class DeclineOwnershipTransfer(ClearSettingsDb db, Change change, AuditLog audit, Current current)
{
    public Task<Result> RunAsync() =>
        change.RunAsync(
            Permission.AcceptOwnership,
            async () =>
            {
                if (await db.OwnershipTransfers.Where(o => o.ToUserId == current.UserId).ExecuteDeleteAsync() == 0)
                    return Result.NotFound("This offer does not stand any more.");
                audit.Record(AuditKind.OwnershipDeclined, current.Principal.UserName);
                return Result.Done;
            }
        );
}
