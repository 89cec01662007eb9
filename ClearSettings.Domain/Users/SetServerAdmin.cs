using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>
/// Makes a person a server administrator, or takes that away, from the host's command line. The last one stays.
/// </summary>
public sealed class SetServerAdmin(ClearSettingsDb db, Change change)
{
    /// <param name="email">As typed.</param>
    /// <param name="isAdmin">False takes it away.</param>
    public Task<Result> RunAsync(string email, bool isAdmin) =>
        change.RunAsServerAsync(async () =>
        {
            // Changes nothing, but locks the rows: of two removals at the same time, the second sees what the first
            // left.
            await db
                .Users.Where(u => u.IsServerAdmin)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.IsServerAdmin, true));
            var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
            if (
                await db.Users.SingleOrDefaultAsync(u => address != null && u.NormalizedEmail == address)
                is not { } user
            )
                return Result.NotFound($"There is no user with the email {email}.");
            if (user.IsServerAdmin == isAdmin)
                return Result.Done;
            if (!isAdmin && await db.Users.CountAsync(u => u.IsServerAdmin) == 1)
                return Result.Conflict($"{user.Email} is the only server administrator. Add another one first.");
            user.SetServerAdmin(isAdmin);
            await RecordAsync(user, isAdmin ? AuditKind.ServerAdminAdded : AuditKind.ServerAdminRemoved);
            return Result.Done;
        });

    private async Task RecordAsync(User user, string kind)
    {
        foreach (
            var workspace in await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => m.UserId == user.Id)
                .Select(m => m.WorkspaceId)
                .ToListAsync()
        )
        {
            change.Audit.Record(AuditActor.CommandLine(workspace), kind, user.Name);
            await db.TouchAsync(workspace);
        }
    }
}
