using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Cancels the pending ownership transfer of the current workspace.</summary>
public sealed class CancelOwnershipTransfer(ClearSettingsDb db, Change change)
{
    public Task<Result> RunAsync() =>
        change.RunAsync(
            Permission.TransferOwnership,
            async () =>
            {
                var to = await db
                    .OwnershipTransfers.Join(db.Users, o => o.ToUserId, u => u.Id, (_, u) => u.Name)
                    .SingleOrDefaultAsync();
                if (to is null)
                    return Result.NotFound("There is no pending request.");
                await db.OwnershipTransfers.ExecuteDeleteAsync();
                change.Audit.Record(AuditKind.OwnershipTransferCanceled, to);
                return Result.Done;
            }
        );
}
