using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>Lets service accounts act for a member, or excludes the member from it. Tokens that are out for them die at their next use.</summary>
public sealed class ChooseImpersonation(ClearSettingsDb db, MemberTurn turn, AuditLog audit)
{
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid userId, bool may) => db.WriteAsync(async () =>
    {
        if (await turn.TakeAsync(Permission.ManageUsers) is { } lost) return Result<bool>.From(lost);
        if (await db.Members.SingleOrDefaultAsync(m => m.UserId == userId) is not { } member) return Result<bool>.NotFound("This person is not a member of the workspace any more.");
        if (member.MayBeImpersonated == may) return false;
        member.LetBeImpersonated(may);
        audit.Record(AuditKind.ImpersonationChosen, await db.Users.Where(u => u.Id == userId).Select(u => u.Name).SingleAsync(), may ? "allowed" : "excluded");
        return (Result<bool>)true;
    });
}
