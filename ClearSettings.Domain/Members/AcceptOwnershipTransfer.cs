using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// Makes the caller the owner of the workspace they are in, which its owner offered them; that one becomes an
/// administrator.
/// </summary>
public sealed class AcceptOwnershipTransfer(ClearSettingsDb db, Change change)
{
    private const string NotFoundMessage = "This request is no longer pending.";

    public Task<Result> RunAsync() =>
        change.RunAsync(
            Permission.AcceptOwnership,
            async () =>
            {
                var now = change.Now;
                var from = await db
                    .OwnershipTransfers.Where(o => o.ToUserId == change.Current.UserId && o.ExpiresAt > now)
                    .Join(db.Users, o => o.FromUserId, u => u.Id, (_, u) => new { u.Id, u.Name })
                    .SingleOrDefaultAsync();
                if (
                    from is null
                    || await db.OwnershipTransfers.Where(o => o.ToUserId == change.Current.UserId).ExecuteDeleteAsync()
                        == 0
                )
                    return Result.NotFound(NotFoundMessage);
                if (!await ExchangeRolesAsync(from.Id))
                    return Result.NotFound(NotFoundMessage);
                change.Audit.Record(
                    AuditKind.OwnershipAccepted,
                    change.Current.Principal.UserName,
                    $"from {from.Name}, who is now an administrator"
                );
                return Result.Done;
            }
        );

    /// <returns>False when the other one is not the owner any more, or the caller is gone.</returns>
    private async Task<bool> ExchangeRolesAsync(Guid owner)
    {
        var handed = await db
            .Members.Where(m => m.UserId == owner && m.Role == MemberRole.Owner)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Admin));
        var taken = await db
            .Members.Where(m => m.UserId == change.Current.UserId && m.Role != MemberRole.Owner)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Owner));
        return handed == 1 && taken == 1;
    }
}
