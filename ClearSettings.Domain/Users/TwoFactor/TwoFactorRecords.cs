using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Users.TwoFactor;

/// <summary>Who changed the second factors of a person: the person, an administrator, or the host's operator.</summary>
/// <param name="Id">Null for the command line.</param>
public sealed record TwoFactorActor(Guid? Id, string Name)
{
    public static readonly TwoFactorActor CommandLine = new(null, AuditActor.CommandLine(default).Name);
}

/// <summary>
/// Writes what concerns the second factors of a person to the audit log of each of their workspaces, and tells these
/// that it changed: whether a member still has to set up a second factor is kept in memory.
/// </summary>
public sealed class TwoFactorRecords(ClearSettingsDb db, Change change)
{
    internal async Task AddAsync(User user, string kind, TwoFactorActor by, string? detail = null)
    {
        foreach (
            var workspace in await db
                .Members.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
                .Where(m => m.UserId == user.Id)
                .Select(m => m.WorkspaceId)
                .Order()
                .ToListAsync()
        )
        {
            change.Audit.Record(new AuditActor(workspace, by.Id, by.Name), kind, user.Name, detail);
            await db.TouchAsync(workspace);
        }
    }
}
