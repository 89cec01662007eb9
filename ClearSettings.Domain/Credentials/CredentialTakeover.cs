using ClearSettings.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Credentials;

/// <summary>Deletes the API credentials that the account had before the takeover.</summary>
public sealed class CredentialTakeover(ClearSettingsDb db) : IAccountTakeover
{
    public async Task ApplyAsync(Guid userId)
    {
        var credentials = db
            .Credentials.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(c => c.UserId == userId);
        await db
            .CredentialUses.IgnoreQueryFilters([ClearSettingsDb.InWorkspace])
            .Where(u => credentials.Any(c => c.Id == u.CredentialId))
            .ExecuteDeleteAsync();
        await credentials.ExecuteDeleteAsync();
    }
}
