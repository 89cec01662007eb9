using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Members;

/// <summary>
/// The administrators' choice whether others can impersonate a member. It cannot undo the choice of the member, see
/// <see cref="SetOwnImpersonation"/>. Tokens that were given for an excluded member die at their next use.
/// </summary>
public sealed class SetImpersonation(ClearSettingsDb db, Change change, SetOwnImpersonation own)
{
    /// <returns>Whether anything changed.</returns>
    public Task<Result<bool>> RunAsync(Guid userId, bool may) =>
        change.RunAsync(
            Permission.ManageUsers,
            async () =>
            {
                if (await db.Members.SingleOrDefaultAsync(m => m.UserId == userId) is not { } member)
                    return Result<bool>.NotFound("This person is no longer a member of the workspace.");
                var name = await db.Users.Where(u => u.Id == userId).Select(u => u.Name).SingleAsync();
                var isSelf = userId == change.Current.ActorId;
                if (may && !isSelf && GetObstacle(member, name) is { } obstacle)
                    return Result<bool>.Refuse("May", obstacle);
                // Administrators who exclude themselves opt out, so that another administrator cannot undo it.
                var changed = isSelf && await own.ChangeAsync(member, may);
                if (member.MayBeImpersonated == may || (isSelf && !may))
                    return changed;
                member.SetMayBeImpersonated(may);
                change.Audit.Record(AuditKind.ImpersonationSet, name, may ? "allowed" : "excluded");
                return (Result<bool>)true;
            }
        );

    // Why no one but the person can allow it again.
    private static string? GetObstacle(Member member, string name)
    {
        if (member.ImpersonationOptOut)
            return $"{name} opted out of impersonation. Only {name} can undo this, on their profile.";
        return member is { Role: MemberRole.Owner, MayBeImpersonated: false }
            ? $"{name} is the owner. Only {name} can allow impersonation again."
            : null;
    }
}
