using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Makes the caller the owner of the workspace they are in, which its owner offered them; that one becomes an administrator.</summary>
public sealed class AcceptOwnership(ClearSettingsDb db, MemberTurn turn, AuditLog audit, Current current, TimeProvider time)
{
    private const string Gone = "This offer does not stand any more.";

    public Task<Result> RunAsync() => db.WriteAsync(async () =>
    {
        await turn.TakeAsync(current.WorkspaceId);
        var now = time.GetUtcNow().UtcDateTime;
        var from = await db.OwnershipOffers.Where(o => o.ToUserId == current.UserId && o.ExpiresAt > now).Join(db.Users, o => o.FromUserId, u => u.Id, (_, u) => new { u.Id, u.Name }).SingleOrDefaultAsync();
        if (from is null || await db.OwnershipOffers.Where(o => o.ToUserId == current.UserId).ExecuteDeleteAsync() == 0) return Result.NotFound(Gone);
        var handed = await db.Members.Where(m => m.UserId == from.Id && m.Role == MemberRole.Owner).ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Admin));
        var taken = await db.Members.Where(m => m.UserId == current.UserId && m.Role != MemberRole.Owner).ExecuteUpdateAsync(m => m.SetProperty(x => x.Role, MemberRole.Owner));
        if (handed != 1 || taken != 1) return Result.NotFound(Gone);
        audit.Record(AuditKind.OwnershipAccepted, current.Principal.UserName, $"from {from.Name}, who is an administrator now");
        return Result.Done;
    });
}
