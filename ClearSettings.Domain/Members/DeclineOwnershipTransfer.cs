using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Declines the pending ownership transfer of the current workspace to the caller.</summary>
public sealed class DeclineOwnershipTransfer(ClearSettingsDb db, Change change)
{
    public Task<Result> RunAsync() =>
        change.RunAsync(
            Permission.AcceptOwnership,
            async () =>
            {
                if (
                    await db.OwnershipTransfers.Where(o => o.ToUserId == change.Current.UserId).ExecuteDeleteAsync()
                    == 0
                )
                    return Result.NotFound("This request is no longer pending.");
                change.Audit.Record(AuditKind.OwnershipDeclined, change.Current.Principal.UserName);
                return Result.Done;
            }
        );
}
