using ClearSettings.Domain.Audit;
using ClearSettings.Domain.Email.Emails;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.SystemCredentials;

/// <summary>
/// Deletes the account of a person, out of every workspace, with all that <see cref="RemoveFromWorkspace"/> ends there.
/// Logs keep the name. Owners and server administrators stay: a workspace or the server would be left without one.
/// </summary>
public sealed class DeleteUser(ClearSettingsDb db, Change change, RemoveFromWorkspace departure, SessionCache sessions)
{
    public Task<Result> RunAsync(SystemCredential by, Guid userId) =>
        change.RunAsServerAsync(async () =>
        {
            // Locked in one order, so that two deletions do not wait for each other.
            foreach (
                var workspace in await Members(userId)
                    .OrderBy(m => m.WorkspaceId)
                    .Select(m => m.WorkspaceId)
                    .ToListAsync()
            )
                await db.TouchAsync(workspace);
            if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId) is not { } user)
                return Result.NotFound("User not found.");
            if (await FindObstacleAsync(user) is { } obstacle)
                return Result.Refuse("", obstacle);
            var places = await Members(userId)
                .OrderBy(m => m.WorkspaceId)
                .Join(db.Workspaces, m => m.WorkspaceId, w => w.Id, (m, w) => new Membership(w.Id, w.Name, m.Role))
                .ToListAsync();
            foreach (var place in places)
                await RemoveAsync(by, user, place);
            await DeleteAccountAsync(userId);
            return Result.Done;
        });

    private async Task DeleteAccountAsync(Guid userId)
    {
        await sessions.InvalidateAsync(db, userId);
        await db.Sessions.Where(s => s.UserId == userId).ExecuteDeleteAsync();
        await db.PasswordResetTokens.Where(t => t.UserId == userId).ExecuteDeleteAsync();
        await db
            .ImpersonationUses.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(u => u.UserId == userId)
            .ExecuteDeleteAsync();
        // What was added before is saved first: it may look the person up.
        await db.SaveChangesAsync();
        await db.Users.Where(u => u.Id == userId).ExecuteDeleteAsync();
    }

    private async Task<string?> FindObstacleAsync(User user)
    {
        if (
            await db
                .ServiceAccounts.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .AnyAsync(s => s.UserId == user.Id) || user.Email is null
        )
            return "This is a service account; an administrator of its workspace can delete it.";
        if (user.IsServerAdmin)
            return "This user is a server administrator. Remove that role first.";
        return await Members(user.Id).AnyAsync(m => m.Role == MemberRole.Owner)
            ? "This user owns a workspace. Transfer ownership first."
            : null;
    }

    private async Task RemoveAsync(SystemCredential by, User user, Membership place)
    {
        var impact = await departure.RunAsync(place.WorkspaceId, user.Id);
        change.Audit.Record(
            new AuditActor(place.WorkspaceId, by.Id, by.DisplayName),
            AuditKind.MemberRemoved,
            user.Name,
            $"{user.Email}, {place.Role.DisplayName()}, account deleted, credentials revoked: {impact.Credentials}, "
                + $"invitations revoked: {impact.Invitations}"
        );
        await change.Outbox.AddAsync(
            new MemberRemovedEmail(user.Email!, user.Name, place.Workspace, by.DisplayName, impact.Credentials),
            place.WorkspaceId
        );
    }

    private IQueryable<Member> Members(Guid userId) =>
        db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == userId);

    private sealed record Membership(Guid WorkspaceId, string Workspace, MemberRole Role);
}
