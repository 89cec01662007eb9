using ClearSettings.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users;

/// <summary>Gives a person a new password from the host's command line; every browser session of theirs ends.</summary>
public sealed class ResetPassword(ClearSettingsDb db, UserManager<User> users, AuditLog audit)
{
    public Task<Result> RunAsync(string email, string password) => db.WriteAsync(async () =>
    {
        var address = EmailAddress.Normalize(email)?.ToUpperInvariant();
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == address) is not { } user) return Result.NotFound($"Nobody here has the email {email}.");
        if (Passwords.Check(password, user.Name, user.Email) is { } problem) return Result.Refuse("Password", problem);
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.SecurityStamp = Guid.NewGuid().Text();
        await db.Sessions.Where(s => s.UserId == user.Id).ExecuteDeleteAsync();
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LockedUntil, (DateTime?)null));
        foreach (var workspace in await db.Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace]).Where(m => m.UserId == user.Id).Select(m => m.WorkspaceId).ToListAsync())
        {
            audit.Record(workspace, null, "Command line", AuditKind.PasswordReset, user.Name);
            await db.TouchAsync(workspace);
        }
        return Result.Done;
    });
}
