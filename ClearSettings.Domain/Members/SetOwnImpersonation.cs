using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// The caller's own choice whether others can impersonate them in the current workspace. No administrator can change
/// it, and no account that impersonates the user. Tokens that were given for the person die at their next use.
/// </summary>
public sealed class SetOwnImpersonation(ClearSettingsDb db, Change change)
{
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(bool may) =>
        change.RunAsync(
            Permission.AllowImpersonation,
            async () =>
            {
                if (change.Current.Principal.Actor is not null)
                    return Result<bool>.NotFound("Only the person can change this.");
                var member = await db.Members.SingleOrDefaultAsync(m => m.UserId == change.Current.UserId);
                if (member is null)
                    return Result<bool>.NotFound("Only members can change this.");
                return await ChangeAsync(member, may);
            }
        );

    /// <param name="member">The membership of the caller, in the unit of work.</param>
    internal async Task<bool> ChangeAsync(Member member, bool may)
    {
        if (member.ImpersonationOptOut == !may)
            return false;
        member.SetImpersonationOptOut(!may);
        change.Audit.Record(
            AuditKind.ImpersonationOptOut,
            change.Current.Principal.ActorName,
            may ? "allowed" : "opted out"
        );
        return true;
    }
}
